package org.carillon.tool;

/** How the receiving of one message ended. */
public sealed interface ReceiveOutcome {
    /** The last octet arrived and the sink took it. */
    record Complete() implements ReceiveOutcome {}

    /**
     * It will never be whole.
     *
     * @param why a clause for a person
     */
    record Aborted(String why) implements ReceiveOutcome {}
}
