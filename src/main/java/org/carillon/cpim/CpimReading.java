package org.carillon.cpim;

/** How far the reading of a head has come; a peer's mistake is a value. */
public sealed interface CpimReading {

    /** The head goes on in the next piece. */
    record NeedMore() implements CpimReading {}

    /**
     * The head is read.
     *
     * @param length octets from the start of the message to the first one of its content
     */
    record Complete(CpimHead head, int length) implements CpimReading {}

    /**
     * It is no CPIM message.
     *
     * @param reason a fixed phrase, free of the peer's text
     */
    record Broken(String reason) implements CpimReading {}
}
