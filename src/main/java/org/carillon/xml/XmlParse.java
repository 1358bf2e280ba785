package org.carillon.xml;

/** What came of reading a document; a peer's mistake is a value. */
public sealed interface XmlParse {

    /** It reads. */
    record Parsed(XmlElement root) implements XmlParse {}

    /**
     * It does not.
     *
     * @param reason a fixed phrase, free of the peer's text
     */
    record Broken(String reason) implements XmlParse {}
}
