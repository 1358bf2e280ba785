package org.carillon.tool;

import java.util.regex.Pattern;

/**
 * An address-of-record: user and domain.
 *
 * @param user the part before the {@code @}, escaped as RFC 3261 §25.1 asks
 * @param domain host name or IP literal
 */
public record SipAddress(String user, String domain) {
    /** The domain of a name that was given without one; the registrar serves it by default. */
    public static final String DEFAULT_DOMAIN = "localhost";

    private static final Pattern USER = Pattern.compile("[A-Za-z0-9\\-_.!~*'()&=+$,;?/%]+");
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.\\-]+|\\[[0-9A-Fa-f:.]+]");

    /** Checks both parts, because they are written into SIP headers as they are. */
    public SipAddress {
        require(USER, user, "user name");
        require(DOMAIN, domain, "domain");
    }

    /**
     * Reads {@code alice}, {@code alice@example.org} or {@code sip:alice@example.org}.
     *
     * @throws IllegalArgumentException if a part is empty or holds a character that a SIP URI
     *     cannot
     */
    public static SipAddress parse(String text) {
        String bare = text.startsWith("sip:") ? text.substring("sip:".length()) : text;
        int at = bare.lastIndexOf('@');
        return at < 0
                ? new SipAddress(bare, DEFAULT_DOMAIN)
                : new SipAddress(bare.substring(0, at), bare.substring(at + 1));
    }

    /** The SIP URI, without angle brackets. */
    public String uri() {
        return "sip:" + this;
    }

    @Override
    public String toString() {
        return user + "@" + domain;
    }

    private static void require(Pattern allowed, String text, String what) {
        if (!allowed.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + Printable.of(text) + "' is not a " + what + " that a SIP URI can carry");
        }
    }
}
