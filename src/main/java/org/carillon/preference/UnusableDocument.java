package org.carillon.preference;

/** A document that is not what its schema says, or that the server does not let us have. */
final class UnusableDocument extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableDocument(String reason) {
        super(reason);
    }
}
