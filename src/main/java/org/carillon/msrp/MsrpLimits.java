package org.carillon.msrp;

/**
 * Everything a peer can make grow in the codec. Past a limit the frame is {@link Malformed}. There
 * is no limit on the body of a SEND: it is not kept here.
 *
 * @param headBytes octets from {@code MSRP} through the empty line or end-line; also the memory one
 *     connection's parser can hold; default 8192
 * @param headerLines header lines of one head; default 64
 * @param otherHeaders of these, lines with a name that is not RFC 4975's own; default 32
 * @param pathUris URIs in a To-Path or From-Path; default 10
 * @param uriBytes octets of one URI; default 1024
 * @param identChars characters of a transaction id or Message-ID; default 32 (RFC 4975 §9); a
 *     larger one accepts what some devices send against the grammar
 * @param nonSendBodyBytes octets in the body of a request other than SEND; default 10240 (RFC 4975
 *     §7.1)
 */
public record MsrpLimits(
        int headBytes,
        int headerLines,
        int otherHeaders,
        int pathUris,
        int uriBytes,
        int identChars,
        int nonSendBodyBytes) {

    /** The fewest characters of an ident (RFC 4975 §9). */
    public static final int IDENT_CHARS_MIN = 4;

    /** Refuses limits that no frame could keep. */
    public MsrpLimits {
        atLeast(256, headBytes, "head-bytes");
        atLeast(2, headerLines, "header-lines");
        atLeast(0, otherHeaders, "other-headers");
        atLeast(1, pathUris, "path-uris");
        atLeast(16, uriBytes, "uri-bytes");
        atLeast(IDENT_CHARS_MIN, identChars, "ident-chars");
        atLeast(0, nonSendBodyBytes, "non-send-body-bytes");
    }

    /** The defaults listed above. */
    public static MsrpLimits defaults() {
        return new MsrpLimits(8192, 64, 32, 10, 1024, 32, 10240);
    }

    private static void atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + "=" + value + ", expected at least " + least);
        }
    }
}
