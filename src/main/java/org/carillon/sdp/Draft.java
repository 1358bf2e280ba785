package org.carillon.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A description of our own in the making: what every offer and answer of ours has in common. */
final class Draft {

    private static final SdpLine FOR_EVER = new SdpLine('t', "0 0");

    private final LocalEnd end;
    private final List<SdpLine> times;
    private final List<SdpLine> passed;
    private final List<MediaDescription> media = new ArrayList<>();

    private Draft(LocalEnd end, List<SdpLine> times, SessionDescription other) {
        this.end = end;
        this.times = times;
        this.passed =
                other.sessionLines().stream().filter(HopAttributes::passesForSession).toList();
    }

    /**
     * @param other the description of the other leg, whose unknown lines pass
     */
    static Draft offer(LocalEnd end, SessionDescription other) {
        return new Draft(end, List.of(FOR_EVER), other);
    }

    /**
     * An answer has the t-line of its offer (RFC 3264 §6).
     *
     * @param other the description of the other leg, whose unknown lines pass
     */
    static Draft answer(LocalEnd end, SessionDescription offer, SessionDescription other) {
        List<SdpLine> times =
                offer.sessionLines().stream()
                        .filter(line -> "trz".indexOf(line.type()) >= 0)
                        .toList();
        return new Draft(end, times, other);
    }

    /** Adds our MSRP line. */
    Draft msrp(Stream<SdpLine> lines) {
        List<SdpLine> all = new ArrayList<>();
        String protocol = end.transport().protocol();
        int port = end.port();
        all.add(new SdpLine('m', "message " + port + " " + protocol + " *"));
        lines.forEach(all::add);
        end.fingerprintLines().forEach(all::add);
        media.add(new MediaDescription("message", port, protocol, List.of("*"), all));
        return this;
    }

    /** Adds the refusal of an m-line. */
    Draft refuse(MediaDescription line) {
        media.add(line.refused());
        return this;
    }

    SessionDescription finish() {
        Origin origin = end.origin();
        List<SdpLine> session = new ArrayList<>();
        session.add(new SdpLine('v', "0"));
        session.add(new SdpLine('o', origin.toString()));
        session.add(new SdpLine('s', "-"));
        session.add(end.connectionLine());
        session.addAll(times);
        session.addAll(passed);
        return new SessionDescription(origin, session, media);
    }

    static Stream<SdpLine> cema(boolean spoken) {
        return spoken ? Stream.of(SdpLine.attribute("msrp-cema")) : Stream.empty();
    }

    /** {@code a=path} with our own URI, and in prepend mode the other leg's path behind it. */
    static SdpLine path(LocalEnd end, PathMode mode, List<String> otherLeg) {
        return SdpLine.attribute("path", String.join(" ", mode.path(end.uri(), otherLeg)));
    }
}
