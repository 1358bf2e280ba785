package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamOfferTest {
    private static final String FINGERPRINT =
            "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"
                    + ":00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

    @Test
    void readsTheWholeMsrpLine() {
        String offer =
                """
                v=0
                o=- 1 1 IN IP6 2001:db8::1
                s=-
                c=IN IP4 203.0.113.9
                t=0 0
                a=fingerprint:SHA-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF
                a=sendonly
                m=message 9000 TCP/TLS/MSRP *
                c=IN IP6 2001:DB8::1
                a=accept-types:message/cpim  text/plain
                a=accept-wrapped-types:*
                a=max-size:5242880
                a=setup:active
                a=msrp-cema
                a=path:msrps://relay.example.com:2855/r;tcp msrps://[2001:db8::1]:9000/s;tcp
                """;
        MsrpMedia media = Legs.offer(offer, Legs.PREPEND).media();
        assertThat(media)
                .isEqualTo(
                        new MsrpMedia(
                                9000,
                                Transport.TLS,
                                List.of(
                                        "msrps://relay.example.com:2855/r;tcp",
                                        "msrps://[2001:db8::1]:9000/s;tcp"),
                                Setup.ACTIVE,
                                Direction.SENDONLY,
                                List.of("message/cpim", "text/plain"),
                                List.of("*"),
                                OptionalLong.of(5242880),
                                true,
                                List.of(new Fingerprint("SHA-256", FINGERPRINT)),
                                false,
                                "2001:DB8::1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    message 7394 TCP/MSRP *  | audio 7394 RTP/AVP 0      | 304 | No MSRP media offered
                    message 7394 TCP/MSRP *  | message 7394 TCP/BFCP *   | 304 | No MSRP media offered
                    message 7394 TCP/MSRP *  | message 0 TCP/MSRP *      | 304 | No MSRP media offered
                    message 7394 TCP/MSRP *  | message 7394 TCP/TLS/MSRP * | 302 | MSRP path and m= line disagree on TLS
                    a=path:msrp:             | a=x-path:msrp:            | 307 | MSRP path missing or malformed
                    a=path:msrp:             | a=path:http:              | 307 | MSRP path missing or malformed
                    com:7394/2s93i9ek2a      | com/2s93i9ek2a            | 307 | MSRP path missing or malformed
                    com:7394/2s93i9ek2a      | com:0/2s93i9ek2a          | 307 | MSRP path missing or malformed
                    com:7394/2s93i9ek2a      | com:65536/2s93i9ek2a      | 307 | MSRP path missing or malformed
                    orig.example.com:7394    | [2001::1::2]:7394         | 307 | MSRP path missing or malformed
                    2s93i9ek2a;tcp           | 2s93i9ek2a                | 307 | MSRP path missing or malformed
                    c=IN IP4 orig.example.com| c=IN IP4 224.2.1.1/127    | 301 | Connection address not understood
                    c=IN IP4 orig.example.com| c=ATM E164 x              | 301 | Connection address not understood
                    c=IN IP4 orig.example.com| c=IN IP6 2001:db8:::1     | 301 | Connection address not understood
                    accept-types:message/cpim| accept-types:text/plain   | 305 | message/cpim not in accept-types
                    a=accept-types           | a=x                       | 305 | message/cpim not in accept-types
                    a=sendonly               | a=recvonly                | 399 | The media direction lets the offerer send nothing
                    a=sendonly               | a=inactive                | 399 | The media direction lets the offerer send nothing
                    a=sendonly               | a=file-selector:name:"x"  | 399 | File transfer is not a large message
                    c=IN IP4 orig.example.com| c=IN IP4 other.example.com| - | -
                    m=message 7394           | m=message 7395            | 399 | Connection address and MSRP path differ
                    a=setup:actpass          | a=setup:holdconn          | - | -
                    a=sendonly               | a=sendrecv                | - | -
                    a=sendonly               | a=x-none                  | - | -
                    types:message/cpim       | types:*                   | - | -
                    types:message/cpim       | types:text/plain Message/*| - | -
                    types:message/cpim       | types:Message/CPIM;x=y    | - | -
                    """)
    void refusesWhatIsNoLargeMessage(String good, String bad, String code, String text) {
        assertThat(Legs.OFFER).contains(good);
        OfferVerdict verdict =
                UpstreamOffer.examine(Legs.sdp(Legs.OFFER.replace(good, bad)), Legs.PREPEND);
        if (code.equals("-")) {
            assertThat(verdict).isInstanceOf(OfferVerdict.Acceptable.class);
        } else {
            assertThat(verdict)
                    .isEqualTo(new OfferVerdict.Refused(new Refusal(Integer.parseInt(code), text)));
        }
    }

    @Test
    void refusesATransportThatIsNotServed() {
        MsrpPolicy plain = new MsrpPolicy(PathMode.PREPEND, Set.of(Transport.TCP), 1);
        String tls =
                Legs.OFFER.replace("TCP/MSRP", "TCP/TLS/MSRP").replace("path:msrp:", "path:msrps:");
        assertThat(UpstreamOffer.examine(Legs.sdp(tls), plain))
                .isEqualTo(new OfferVerdict.Refused(new Refusal(302, "MSRP transport not served")));
    }

    @Test
    void refusesTwoPaths() {
        String two = Legs.OFFER + "a=path:" + Legs.ORIGINATOR_PATH + "\n";
        assertThat(UpstreamOffer.examine(Legs.sdp(two), Legs.PREPEND))
                .isEqualTo(
                        new OfferVerdict.Refused(
                                new Refusal(307, "MSRP path missing or malformed")));
    }

    @Test
    void offersTheDeviceOurUriBeforeTheOriginatorsPath() {
        assertThat(
                        Legs.text(
                                Legs.offer(Legs.OFFER, Legs.PREPEND)
                                        .toDevice(Legs.BRANCH)
                                        .description()))
                .isEqualTo(
                        """
                        v=0
                        o=- 200 1 IN IP4 192.0.2.10
                        s=-
                        c=IN IP4 192.0.2.10
                        t=0 0
                        m=message 2855 TCP/MSRP *
                        a=accept-types:message/cpim
                        a=accept-wrapped-types:text/plain message/imdn+xml
                        a=setup:actpass
                        a=path:msrp://pf.example.net:2855/b1r4nd0m64;tcp msrp://orig.example.com:7394/2s93i9ek2a;tcp
                        a=sendonly
                        """);
    }

    @Test
    void offersTheDeviceOurUriAloneWhenAnchoring() {
        assertThat(
                        Legs.attributes(
                                Legs.offer(Legs.OFFER, Legs.ANCHOR)
                                        .toDevice(Legs.BRANCH)
                                        .description()))
                .containsExactly(
                        "a=accept-types:message/cpim",
                        "a=accept-wrapped-types:text/plain message/imdn+xml",
                        "a=setup:actpass",
                        "a=path:msrp://pf.example.net:2855/b1r4nd0m64;tcp",
                        "a=sendonly",
                        "a=msrp-cema");
    }

    @Test
    void offersOverIpv6AndTls() {
        LocalEnd end =
                new LocalEnd(
                        "msrps://[2001:db8::a]:2856/b;tcp",
                        "2001:db8::a",
                        3,
                        4,
                        List.of(new Fingerprint("SHA-256", "00:FF")));
        assertThat(Legs.text(Legs.offer(Legs.OFFER, Legs.ANCHOR).toDevice(end).description()))
                .contains("o=- 3 4 IN IP6 2001:db8::a\n")
                .contains("c=IN IP6 2001:db8::a\n")
                .contains("m=message 2856 TCP/TLS/MSRP *\n")
                .endsWith("a=fingerprint:SHA-256 00:FF\n");
    }

    @Test
    void aFingerprintIsNotSentWithPlainTcp() {
        LocalEnd end =
                new LocalEnd(
                        Legs.BRANCH.uri(),
                        "192.0.2.1",
                        3,
                        4,
                        List.of(new Fingerprint("SHA-256", "00:FF")));
        assertThat(Legs.attributes(Legs.offer(Legs.OFFER, Legs.ANCHOR).toDevice(end).description()))
                .noneMatch(line -> line.startsWith("a=fingerprint"));
    }

    @Test
    void unknownAttributesPassUntouchedAndThoseOfAHopDoNot() {
        String offer =
                Legs.OFFER
                        .replace(
                                "a=sendonly\n",
                                """
                                i=title
                                b=AS:64
                                k=clear:secret
                                a=x-media:1
                                a=max-size:77
                                a=connection:new
                                a=msrp-cema
                                a=chatroom:nickname
                                a=file-transfer-id:1
                                a=file-disposition:render
                                a=fingerprint:SHA-1 00:11
                                a=candidate:1 1 TCP 1 10.0.0.1 9 typ host
                                a=mid:1
                                a=x-media:2
                                """)
                        .replace(
                                "t=3034423619 0\n",
                                """
                                t=0 0
                                k=prompt
                                a=x-session: a b\s
                                a=group:BUNDLE 1
                                a=sendonly
                                """);
        String text =
                Legs.text(Legs.offer(offer, Legs.PREPEND).toDevice(Legs.BRANCH).description());
        assertThat(text)
                .contains("t=0 0\na=x-session: a b \n")
                .contains("i=title\nb=AS:64\na=x-media:1\na=max-size:77\na=x-media:2\n");
        assertThat(text)
                .doesNotContain(
                        "k=",
                        "group",
                        "connection",
                        "cema",
                        "chatroom",
                        "file-",
                        "fingerprint",
                        "candidate",
                        "mid");
        assertThat(text.split("a=sendonly", -1)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PREPEND", "ANCHOR"})
    void neverOffersPassiveHoldconnOrConnection(PathMode mode) {
        for (String setup : new String[] {"active", "passive", "actpass", "holdconn"}) {
            String offer = Legs.OFFER.replace("setup:actpass", "setup:" + setup);
            assertThat(
                            Legs.attributes(
                                    Legs.offer(offer, Legs.policy(mode))
                                            .toDevice(Legs.BRANCH)
                                            .description()))
                    .contains("a=setup:actpass")
                    .noneMatch(line -> line.matches("a=(setup:(passive|holdconn)|connection).*"));
        }
    }

    @Test
    void takesTheFirstLineThatIsFit() {
        String offer =
                Legs.OFFER.replace(
                                "m=message 7394",
                                """
                                m=audio 5000 RTP/AVP 0
                                m=message 7000 TCP/MSRP *
                                a=path:msrp://orig.example.com:7000/file;tcp
                                a=accept-types:message/cpim
                                a=file-selector:name:"x"
                                m=message 7394\
                                """)
                        + "m=message 7396 TCP/MSRP *\na=path:msrp://orig.example.com:7396/b;tcp\n";
        UpstreamOffer taken = Legs.offer(offer, Legs.PREPEND);
        assertThat(taken.path()).containsExactly(Legs.ORIGINATOR_PATH);
        assertThat(taken.toDevice(Legs.BRANCH).description().media()).hasSize(1);
        SessionDescription answer = taken.answer(Legs.UPSTREAM, Legs.answer(taken, Legs.ANSWER));
        assertThat(answer.media())
                .extracting(media -> media.lines().get(0).toString())
                .containsExactly(
                        "m=audio 0 RTP/AVP 0",
                        "m=message 0 TCP/MSRP *",
                        "m=message 2855 TCP/MSRP *",
                        "m=message 0 TCP/MSRP *");
        assertThat(answer.media().get(1).lines()).hasSize(1);
    }

    @Test
    void saysWhyTheFirstMsrpLineFailed() {
        String offer =
                Legs.OFFER.replace("a=sendonly", "a=inactive")
                        + "m=message 7396 TCP/MSRP *\na=x-no-path\n";
        assertThat(UpstreamOffer.examine(Legs.sdp(offer), Legs.PREPEND))
                .isEqualTo(
                        new OfferVerdict.Refused(
                                new Refusal(
                                        399, "The media direction lets the offerer send nothing")));
    }
}
