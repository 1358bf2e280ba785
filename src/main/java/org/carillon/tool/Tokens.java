package org.carillon.tool;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random identifiers: tags, branches, Call-IDs, MSRP ids. */
final class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    /** 96 random bits as 24 hex digits; RFC 4975 §14.1 asks for 64 where guessing matters. */
    static String next() {
        byte[] bits = new byte[12];
        RANDOM.nextBytes(bits);
        return "t" + HexFormat.of().formatHex(bits);
    }
}
