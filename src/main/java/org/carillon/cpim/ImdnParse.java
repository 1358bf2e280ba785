package org.carillon.cpim;

/** What came of reading a notification; a peer's mistake is a value. */
public sealed interface ImdnParse {

    /** It reads. */
    record Parsed(Imdn imdn) implements ImdnParse {}

    /**
     * It does not.
     *
     * @param reason a fixed phrase, free of the peer's text
     */
    record Broken(String reason) implements ImdnParse {}
}
