package org.carillon.call;

/** A neighbour (store, XDMS, core) did not answer as it should; the message names the setting. */
public final class SourceException extends Exception {
    private static final long serialVersionUID = 1L;

    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }

    public SourceException(String message) {
        super(message);
    }
}
