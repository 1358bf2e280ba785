package org.carillon.msrp;

/** Stands where a body is still to be written. */
final class Pending {

    private Pending() {}

    @SuppressWarnings("TypeParameterUnusedInFormals") // never returns
    static <T> T later(Object... subject) {
        if (subject != null) {
            throw new UnsupportedOperationException("not written yet");
        }
        return null;
    }
}
