package org.carillon.call;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.carillon.cpim.CpimHead;
import org.carillon.cpim.CpimHeadReader;
import org.carillon.cpim.CpimReading;
import org.carillon.cpim.Imdn;
import org.carillon.cpim.ImdnParse;

/**
 * A MESSAGE and what is in it (RFC 3428): a message in CPIM, or a notification about one.
 *
 * @param requestUri where its sender sent it, as it stands
 * @param contentType of the body, with parameters
 * @param content the body; one char an octet
 * @param head of the CPIM message that the body is
 * @param notification if that is one (RFC 5438 §7.2)
 */
public record PagerMessage(
        CpmRequest request,
        String requestUri,
        String contentType,
        String content,
        CpimHead head,
        Optional<Imdn> notification) {
    /** The media type of the body. */
    public static final String CPIM = "message/cpim";

    /**
     * On whose behalf it is a notification, unless it has been through us for that user; empty also
     * if no trusted peer says who it is from.
     */
    public Optional<Aor> notifier() {
        return notification
                .flatMap(imdn -> request.assertedOriginator())
                .filter(user -> !new Passage(request).marks(user));
    }

    /** What came of reading one; a peer's mistake is a value. */
    public sealed interface Reading {}

    /** It reads. */
    public record Read(PagerMessage message) implements Reading {}

    /**
     * It does not: 400.
     *
     * @param why a fixed phrase, free of the peer's text
     */
    public record Broken(String why) implements Reading {}

    /** Reads the body. */
    public static Reading read(
            CpmRequest request, String requestUri, String contentType, String content) {
        byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
        if (!(CpimHeadReader.read(octets) instanceof CpimReading.Complete complete)) {
            return new Broken("the body is no CPIM message");
        }
        CpimHead head = complete.head();
        Optional<Imdn> notification = Optional.empty();
        if (head.isImdn()) {
            byte[] xml = content.substring(complete.length()).getBytes(StandardCharsets.ISO_8859_1);
            if (!(Imdn.parse(xml) instanceof ImdnParse.Parsed parsed)) {
                return new Broken("the disposition notification does not read");
            }
            notification = Optional.of(parsed.imdn());
        }
        return new Read(
                new PagerMessage(request, requestUri, contentType, content, head, notification));
    }
}
