package org.carillon.sdp;

/**
 * One line of a session description.
 *
 * @param type the letter before the equals sign
 * @param value what follows it, one char an octet
 */
public record SdpLine(char type, String value) {

    static SdpLine attribute(String name, String value) {
        return new SdpLine('a', name + ":" + value);
    }

    static SdpLine attribute(String name) {
        return new SdpLine('a', name);
    }

    boolean isAttribute(String name) {
        return type == 'a'
                && value.startsWith(name)
                && (value.length() == name.length() || value.charAt(name.length()) == ':');
    }

    /** The att-field of an {@code a=} line; empty for every other line. */
    String attributeName() {
        if (type != 'a') {
            return "";
        }
        int colon = value.indexOf(':');
        return colon < 0 ? value : value.substring(0, colon);
    }

    /** The att-value, empty for a property attribute. */
    String attributeValue() {
        int colon = value.indexOf(':');
        return colon < 0 ? "" : value.substring(colon + 1).strip();
    }

    @Override
    public String toString() {
        return type + "=" + value;
    }
}
