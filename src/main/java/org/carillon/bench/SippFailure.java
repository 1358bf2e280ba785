package org.carillon.bench;

import java.io.IOException;

/** A SIPp that did not end well; the message says what it saw. */
public final class SippFailure extends IOException {
    private static final long serialVersionUID = 1L;

    SippFailure(String message) {
        super(message);
    }
}
