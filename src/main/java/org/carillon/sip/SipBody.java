package org.carillon.sip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.servlet.sip.SipServletMessage;

/** The body of a message as it stands on the wire. */
final class SipBody {
    private static final String SDP = "application/sdp";

    private final String contentType;
    private final byte[] octets;

    /**
     * @param contentType the Content-Type value whole; empty without a body
     */
    SipBody(String contentType, byte[] octets) {
        this.contentType = contentType;
        this.octets = octets;
    }

    static SipBody ofSdp(byte[] sdp) {
        return new SipBody(SDP, sdp);
    }

    static SipBody of(SipServletMessage message) throws IOException {
        byte[] octets = message.getRawContent();
        return octets == null || octets.length == 0
                ? new SipBody("", new byte[0])
                : new SipBody(
                        Optional.ofNullable(message.getContentType()).orElse(""), octets.clone());
    }

    boolean isEmpty() {
        return octets.length == 0;
    }

    /** In lower case without parameters; empty without a body. */
    Optional<String> mediaType() {
        return Optional.of(contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> !type.isEmpty());
    }

    /** With its parameters; empty without a body. */
    String contentType() {
        return contentType;
    }

    /** The body whole; one char an octet. */
    String content() {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** The SDP: the body itself or its SDP part; one char an octet. */
    Optional<String> sdp() {
        return mediaType().filter(SDP::equals).isPresent()
                ? Optional.of(content())
                : MultipartBody.parse(contentType, octets).map(MultipartBody::sdp);
    }

    /** This body with another SDP; where it is no multipart, the SDP alone. */
    SipBody with(byte[] sdp) {
        return MultipartBody.parse(contentType, octets)
                .map(multipart -> new SipBody(contentType, multipart.with(sdp)))
                .orElseGet(() -> ofSdp(sdp));
    }

    /** Puts this body into a message that is not sent yet. */
    void into(SipServletMessage message) throws IOException {
        if (!isEmpty()) {
            message.setContent(octets, contentType);
        }
    }
}
