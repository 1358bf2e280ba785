package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** The descriptions that the tests of this package start from, and the way through them. */
final class Legs {

    static final String ORIGINATOR_PATH = "msrp://orig.example.com:7394/2s93i9ek2a;tcp";
    static final String DEVICE_PATH = "msrp://[2001:db8::b]:2856/devB;tcp";

    static final String OFFER =
            """
            v=0
            o=orig 1 1 IN IP4 orig.example.com
            s=-
            c=IN IP4 orig.example.com
            t=3034423619 0
            m=message 7394 TCP/MSRP *
            a=accept-types:message/cpim
            a=accept-wrapped-types:text/plain message/imdn+xml
            a=setup:actpass
            a=path:msrp://orig.example.com:7394/2s93i9ek2a;tcp
            a=sendonly
            """;

    static final String ANSWER =
            """
            v=0
            o=dev 7 7 IN IP6 2001:db8::b
            s=-
            c=IN IP6 2001:db8::b
            t=0 0
            m=message 2856 TCP/MSRP *
            a=accept-types:message/cpim
            a=accept-wrapped-types:text/plain
            a=setup:passive
            a=path:msrp://[2001:db8::b]:2856/devB;tcp
            a=recvonly
            """;

    static final MsrpPolicy PREPEND = policy(PathMode.PREPEND);
    static final MsrpPolicy ANCHOR = policy(PathMode.ANCHOR);
    static final LocalEnd UPSTREAM =
            new LocalEnd("msrp://pf.example.net:2855/up7f3kz9q2;tcp", "192.0.2.10", 100, 1);
    static final LocalEnd BRANCH =
            new LocalEnd("msrp://pf.example.net:2855/b1r4nd0m64;tcp", "192.0.2.10", 200, 1);

    private Legs() {}

    static MsrpPolicy policy(PathMode mode) {
        return new MsrpPolicy(mode, Set.of(Transport.TCP, Transport.TLS), 1_000_000);
    }

    static SessionDescription sdp(String text) {
        SdpParse parse = SessionDescription.parse(text);
        assertThat(parse).isInstanceOf(SdpParse.Parsed.class);
        return ((SdpParse.Parsed) parse).description();
    }

    static UpstreamOffer offer(String text, MsrpPolicy policy) {
        OfferVerdict verdict = UpstreamOffer.examine(sdp(text), policy);
        assertThat(verdict).isInstanceOf(OfferVerdict.Acceptable.class);
        return ((OfferVerdict.Acceptable) verdict).offer();
    }

    static DeviceAnswer answer(UpstreamOffer offer, String text) {
        AnswerVerdict verdict = offer.toDevice(BRANCH).examine(sdp(text));
        assertThat(verdict).isInstanceOf(AnswerVerdict.Acceptable.class);
        return ((AnswerVerdict.Acceptable) verdict).answer();
    }

    /** The text of a description, with the line ends of a text block. */
    static String text(SessionDescription description) {
        return description.toString().replace("\r\n", "\n");
    }

    /** Whether the MSRP lines hold this one. */
    static String[] attributes(SessionDescription description) {
        return description.media().stream()
                .filter(MediaDescription::isMsrp)
                .flatMap(media -> media.body().stream())
                .map(SdpLine::toString)
                .toArray(String[]::new);
    }
}
