package org.carillon.call;

/** Names one dialog of a call. */
public sealed interface Leg {
    /** The sender's dialog: it has sent the INVITE, so we do not own its Call-ID. */
    record Sender() implements Leg {
        @Override
        public String toString() {
            return "sender";
        }
    }

    /**
     * A dialog of a branch, which we have begun.
     *
     * @param dialog the device's tag
     */
    record Device(BranchId branch, String dialog) implements Leg {
        @Override
        public String toString() {
            return branch.toString();
        }
    }
}
