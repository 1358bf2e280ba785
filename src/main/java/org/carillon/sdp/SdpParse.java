package org.carillon.sdp;

/** What came of reading a session description; a peer's mistake is a value. */
public sealed interface SdpParse {

    /** It reads. */
    record Parsed(SessionDescription description) implements SdpParse {}

    /**
     * It does not read.
     *
     * @param reason a fixed phrase, free of the peer's text
     * @param line the line at fault, counted from 1
     */
    record Broken(String reason, int line) implements SdpParse {}
}
