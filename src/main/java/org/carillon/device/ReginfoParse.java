package org.carillon.device;

/** What came of reading registration information; a peer's mistake is a value. */
sealed interface ReginfoParse {

    /** It reads. */
    record Parsed(Reginfo reginfo) implements ReginfoParse {}

    /**
     * It does not.
     *
     * @param reason a fixed phrase, free of the peer's text
     */
    record Broken(String reason) implements ReginfoParse {}
}
