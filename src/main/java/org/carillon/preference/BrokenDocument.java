package org.carillon.preference;

/** A document that is not what its schema says. */
final class BrokenDocument extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenDocument(String reason) {
        super(reason);
    }
}
