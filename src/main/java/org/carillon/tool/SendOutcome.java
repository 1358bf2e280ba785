package org.carillon.tool;

/** How the sending of one message ended, seen from its sender. */
public sealed interface SendOutcome {
    /**
     * The far side has every octet.
     *
     * @param octets of the MSRP message, its CPIM wrapping included
     * @param confirmed whether a success REPORT said that a device has it, beyond the server
     */
    record Accepted(long octets, boolean confirmed) implements SendOutcome {}

    /**
     * The far side does not want it.
     *
     * @param status an MSRP or SIP status code
     * @param text what a person should read
     */
    record Refused(int status, String text) implements SendOutcome {}

    /**
     * It could not be sent.
     *
     * @param why a clause for a person
     */
    record Failed(String why) implements SendOutcome {}
}
