package org.carillon.sip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.SipServletRequest;
import org.carillon.call.Header;
import org.carillon.call.Headers;
import org.carillon.call.PagerMessage;
import org.carillon.call.Refusal;

/**
 * What a user agent server looks at before it looks at the method's own matters (RFC 3261 §8.2), in
 * that order. Proxy-Require is for proxies and not looked at. Stateless.
 */
final class Inspection {
    private static final Set<String> SCHEMES = Set.of("sip", "sips", "tel");

    /** Option tags that may be required of us outside of REGISTER; the registrar has its own. */
    private static final Set<String> SUPPORTED = Set.of("timer");

    private static final Header ACCEPT = new Header("Accept", Replies.ACCEPTED);
    private static final Header ACCEPT_CPIM = new Header("Accept", PagerMessage.CPIM);
    private static final Set<String> READS_SDP = Set.of("application/sdp", "application/*", "*/*");

    private final SipServletRequest request;
    private final Headers headers;

    private Inspection(SipServletRequest request) {
        this.request = request;
        this.headers = HeaderNames.headers(request);
    }

    /** Of any request but ACK and CANCEL, which are never refused for these (§8.2.2.3). */
    static Optional<Refusal> refusal(SipServletRequest request) {
        Inspection inspection = new Inspection(request);
        return inspection.unknownScheme().or(inspection::unsupported);
    }

    /** Of an initial INVITE besides. */
    static Optional<Refusal> inviteRefusal(SipServletRequest invite, SipBody body) {
        Inspection inspection = new Inspection(invite);
        return inspection
                .noContact()
                .or(inspection::encoded)
                .or(() -> inspection.unknownContent(body))
                .or(inspection::unreadableAnswer);
    }

    /** Of an initial MESSAGE besides (RFC 3428 §7): what is in it has to be a CPIM message. */
    static Optional<Refusal> messageRefusal(SipServletRequest message, SipBody body) {
        return new Inspection(message)
                .encoded()
                .or(
                        () ->
                                body.mediaType().filter(PagerMessage.CPIM::equals).isPresent()
                                        ? Optional.empty()
                                        : because(415, "the body has to be CPIM", ACCEPT_CPIM));
    }

    /** §8.2.2.1 */
    private Optional<Refusal> unknownScheme() {
        String scheme = request.getRequestURI().getScheme().toLowerCase(Locale.ROOT);
        return SCHEMES.contains(scheme)
                ? Optional.empty()
                : because(416, "the Request-URI has to be a sip, sips or tel URI");
    }

    /** §8.2.2.3 */
    private Optional<Refusal> unsupported() {
        List<String> unknown =
                headers.values("Require").stream()
                        .filter(tag -> !SUPPORTED.contains(tag.toLowerCase(Locale.ROOT)))
                        .map(Printable::token)
                        .toList();
        return unknown.isEmpty()
                ? Optional.empty()
                : because(
                        420,
                        "try without the extensions in Unsupported",
                        new Header("Unsupported", String.join(", ", unknown)));
    }

    /** §8.1.1.8: without one the dialog could not be ended. */
    private Optional<Refusal> noContact() {
        return headers.first("Contact").isPresent()
                ? Optional.empty()
                : because(400, "an INVITE needs a Contact");
    }

    /** §8.2.3 */
    private Optional<Refusal> encoded() {
        Header identity = new Header("Accept-Encoding", "identity");
        return headers.values("Content-Encoding").stream()
                        .allMatch(coding -> coding.equalsIgnoreCase("identity"))
                ? Optional.empty()
                : because(415, "the body may not be encoded", identity);
    }

    /** §8.2.3 */
    private Optional<Refusal> unknownContent(SipBody body) {
        boolean known =
                body.mediaType()
                        .filter(type -> !type.equals("application/sdp"))
                        .filter(type -> !type.startsWith("multipart/"))
                        .isEmpty();
        return known
                ? Optional.empty()
                : because(415, "the body has to be SDP or a multipart with SDP", ACCEPT);
    }

    /** §21.4.7; without an Accept SDP is what it takes (§20.1). */
    private Optional<Refusal> unreadableAnswer() {
        boolean readable =
                headers.all("Accept").isEmpty()
                        || headers.values("Accept").stream()
                                .map(range -> range.split(";", 2)[0].strip())
                                .anyMatch(
                                        range ->
                                                READS_SDP.contains(range.toLowerCase(Locale.ROOT)));
        return readable
                ? Optional.empty()
                : because(406, "the answer is SDP, and Accept leaves it out");
    }

    private static Optional<Refusal> because(int status, String words, Header... more) {
        return Optional.of(Replies.because(status, words, more));
    }
}
