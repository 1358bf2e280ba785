package org.carillon.history;

import java.io.IOException;

/** This object will never be stored, however often it is tried. */
final class ObjectRefused extends IOException {
    private static final long serialVersionUID = 1;

    ObjectRefused(String why) {
        super(why);
    }
}
