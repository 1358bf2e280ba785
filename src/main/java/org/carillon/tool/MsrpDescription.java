package org.carillon.tool;

import static org.carillon.sdp.Transport.TCP;
import static org.carillon.sdp.Transport.TLS;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.certificate.SelfSigned;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;
import org.carillon.sdp.Fingerprint;
import org.carillon.sdp.MediaDescription;
import org.carillon.sdp.SdpLine;
import org.carillon.sdp.SdpParse;
import org.carillon.sdp.SessionDescription;
import org.carillon.sdp.Setup;

/**
 * What an endpoint needs of the peer's session description, and the writing of its own (RFC 4975
 * §8, RFC 6135).
 *
 * @param path the peer's, leftmost is who to connect to
 * @param setup who connects
 * @param fingerprints one of these the peer's certificate must have on a TLS line; empty: none said
 */
record MsrpDescription(MsrpPath path, Setup setup, List<Fingerprint> fingerprints) {
    /** Discard port: what an end that only connects puts where a port must be (RFC 4145 §4.1). */
    static final int NO_LISTENER = 9;

    /** The first MSRP line that is not refused; empty if there is none that makes sense. */
    static Optional<MsrpDescription> read(String description) {
        return SessionDescription.parse(description) instanceof SdpParse.Parsed parsed
                ? parsed.description().media().stream()
                        .filter(line -> line.media().equals("message") && line.port() != 0)
                        .findFirst()
                        .flatMap(MsrpDescription::read)
                : Optional.empty();
    }

    /** An originator's offer: sends only, connects itself. */
    static String offer(MsrpUri local, String wrappedType) {
        return write(local, "active", "sendonly", "message/cpim", wrappedType);
    }

    /** The answer of a device that connects: receives only. */
    static String connecting(MsrpUri local) {
        return write(local, "active", "recvonly", "message/cpim", "*");
    }

    /**
     * The answer of a device that listens: receives only.
     *
     * @param certificate what it will show, if it is to be TLS
     */
    static String listening(MsrpUri local, Optional<SelfSigned> certificate) {
        return write(local, "passive", "recvonly", "message/cpim", "*")
                + certificate
                        .map(it -> "a=fingerprint:SHA-256 " + it.fingerprint() + "\r\n")
                        .orElse("");
    }

    private static Optional<MsrpDescription> read(MediaDescription line) {
        Setup setup =
                switch (attribute(line.lines(), "setup").orElse("")) {
                    case "active" -> Setup.ACTIVE;
                    case "passive" -> Setup.PASSIVE;
                    case "actpass" -> Setup.ACTPASS;
                    default -> Setup.ABSENT;
                };
        return attribute(line.lines(), "path")
                .flatMap(path -> MsrpPath.parse(path, MsrpLimits.defaults()).value())
                .map(path -> new MsrpDescription(path, setup, fingerprints(line.lines())));
    }

    private static List<Fingerprint> fingerprints(List<SdpLine> lines) {
        return Fingerprint.strongest(
                attributes(lines, "fingerprint").map(Fingerprint::of).toList());
    }

    private static Optional<String> attribute(List<SdpLine> lines, String name) {
        return attributes(lines, name).findFirst();
    }

    private static Stream<String> attributes(List<SdpLine> lines, String name) {
        return lines.stream()
                .filter(line -> line.type() == 'a' && line.value().startsWith(name + ":"))
                .map(line -> line.value().substring(name.length() + 1).strip());
    }

    private static String write(
            MsrpUri local, String setup, String direction, String types, String wrappedTypes) {
        String host = local.host().replaceAll("[\\[\\]]", "");
        String address = (host.contains(":") ? "IN IP6 " : "IN IP4 ") + host;
        return """
        v=0
        o=- %1$d 1 %2$s
        s=-
        c=%2$s
        t=0 0
        m=message %3$d %9$s *
        a=accept-types:%4$s
        a=accept-wrapped-types:%5$s
        a=setup:%6$s
        a=path:%7$s
        a=%8$s
        """
                .formatted(
                        System.currentTimeMillis(),
                        address,
                        local.port(),
                        types,
                        wrappedTypes,
                        setup,
                        local,
                        direction,
                        (local.secure() ? TLS : TCP).protocol())
                .replace("\n", "\r\n");
    }
}
