package org.carillon.sdp;

import java.util.List;

/** A session description (RFC 4566) with every line in its place, understood or not. */
@SuppressWarnings("DoNotCallSuggester") // only until the bodies follow
public final class SessionDescription {

    private SessionDescription() {}

    /** Reads the octets of an {@code application/sdp} body; never throws. */
    public static SdpParse parse(byte[] octets, SdpLimits limits) {
        throw new UnsupportedOperationException();
    }

    /** Same, with the {@linkplain SdpLimits#DEFAULT default limits}. */
    public static SdpParse parse(byte[] octets) {
        return parse(octets, SdpLimits.DEFAULT);
    }

    /** Same, from text. */
    public static SdpParse parse(String text) {
        throw new UnsupportedOperationException();
    }

    public Origin origin() {
        throw new UnsupportedOperationException();
    }

    public List<MediaDescription> media() {
        throw new UnsupportedOperationException();
    }

    /** The octets to send, every line ended by CRLF. */
    public byte[] octets() {
        throw new UnsupportedOperationException();
    }
}
