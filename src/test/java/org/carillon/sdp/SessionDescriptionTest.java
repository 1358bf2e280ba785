package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionDescriptionTest {

    private static final String EVERYTHING =
            """
            v=0
            o=jdoe 2890844526 2890842807 IN IP6 2001:db8::1
            s=SDP Seminar
            i=A Seminar
            u=http://www.example.com/seminars/sdp.pdf
            e=j.doe@example.com (Jane Doe)
            p=+1 617 555-6011
            c=IN IP6 2001:db8::1
            b=AS:128
            t=2873397496 2873404696
            r=604800 3600 0 90000
            z=2882844526 -1h
            k=prompt
            a=x-unknown:some thing: odd
            a=recvonly
            m=audio 49170/2 RTP/AVP 0 8
            i=spoken
            a=x-more
            m=message 0 TCP/MSRP *
            m=message 2855 TCP/TLS/MSRP *
            c=IN IP4 192.0.2.1
            b=TIAS:64000
            a=path:msrps://192.0.2.1:2855/x;tcp
            """;

    @Test
    void keepsEveryLineInItsPlace() {
        assertThat(Legs.text(Legs.sdp(EVERYTHING))).isEqualTo(EVERYTHING);
    }

    @Test
    void readsTheOriginAndTheMediaLines() {
        SessionDescription description = Legs.sdp(EVERYTHING);
        assertThat(description.origin())
                .isEqualTo(
                        new Origin("jdoe", "2890844526", "2890842807", "IN", "IP6", "2001:db8::1"));
        assertThat(description.media())
                .extracting(MediaDescription::media, MediaDescription::port)
                .containsExactly(
                        tuple("audio", 49170), tuple("message", 0), tuple("message", 2855));
        assertThat(description.media().get(0).formats()).containsExactly("0", "8");
    }

    @Test
    void writesCrLfWhateverItRead() {
        SessionDescription bare = Legs.sdp(Legs.OFFER);
        SessionDescription proper = Legs.sdp(Legs.OFFER.replace("\n", "\r\n"));
        assertThat(bare.octets()).isEqualTo(proper.octets());
        assertThat(proper.toString()).isEqualTo(Legs.OFFER.replace("\n", "\r\n"));
    }

    @Test
    void toleratesAMissingLastLineEndAndEmptyLinesBehind() {
        assertThat(Legs.sdp(Legs.OFFER.strip()).octets())
                .isEqualTo(Legs.sdp(Legs.OFFER + "\r\n\n").octets());
    }

    @Test
    void keepsOctetsOfAnyCharset() {
        byte[] latin1 =
                Legs.OFFER
                        .replace("s=-", "s=\u00dcber\u00fcbung\u00ff")
                        .replace("\n", "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        SdpParse parse = SessionDescription.parse(latin1);
        assertThat(((SdpParse.Parsed) parse).description().octets()).isEqualTo(latin1);
    }

    @Test
    void toleratesAnEmptySubject() {
        assertThat(Legs.text(Legs.sdp(Legs.OFFER.replace("s=-", "s=")))).contains("\ns=\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    v=0                              | v=1                  | 1 | unknown version
                    v=0                              | o=x                  | 1 | expected v=, o= and s= first
                    o=orig 1 1 IN IP4 orig.example.com | o=orig 1 IN IP4 orig | 2 | malformed o= line
                    o=orig 1 1 IN                    | o=orig a 1 IN        | 2 | malformed o= line
                    o=orig 1 1 IN                    | o=orig 1 -1 IN       | 2 | malformed o= line
                    o=orig 1 1 IN                    | o=or  ig 1 1 IN      | 2 | malformed o= line
                    s=-                              | t=0 0                | 3 | expected v=, o= and s= first
                    c=IN IP4 orig.example.com        | c=IN IP4             | 4 | malformed c= line
                    c=IN IP4 orig.example.com        | a=x                  | 6 | no c= line for this m= line
                    c=IN IP4 orig.example.com        | s=again              | 4 | unknown or misplaced line type
                    t=3034423619 0                   | t=now 0              | 5 | malformed t= line
                    t=3034423619 0                   | t=0                  | 5 | malformed t= line
                    t=3034423619 0                   | a=no-time            | 11 | no t= line
                    t=3034423619 0                   | q=0                  | 5 | unknown or misplaced line type
                    t=3034423619 0                   | t                    | 5 | not a type=value line
                    t=3034423619 0                   | t :0                 | 5 | not a type=value line
                    m=message 7394 TCP/MSRP *        | m=message 65536 TCP/MSRP * | 6 | port out of range
                    m=message 7394 TCP/MSRP *        | m=message 123456 TCP/MSRP * | 6 | port out of range
                    m=message 7394 TCP/MSRP *        | m=message -1 TCP/MSRP * | 6 | port out of range
                    m=message 7394 TCP/MSRP *        | m=message 7394/0 TCP/MSRP * | 6 | port out of range
                    m=message 7394 TCP/MSRP *        | m=message x TCP/MSRP * | 6 | port out of range
                    m=message 7394 TCP/MSRP *        | m=message 7394 TCP/MSRP | 6 | malformed m= line
                    m=message 7394 TCP/MSRP *        | m=message  7394 TCP/MSRP * | 6 | malformed m= line
                    m=message 7394 TCP/MSRP *        | m=mess@ge 7394 TCP/MSRP * | 6 | malformed m= line
                    m=message 7394 TCP/MSRP *        | m=message 7394 TCP:MSRP * | 6 | malformed m= line
                    m=message 7394 TCP/MSRP *        | m=message 7394 TCP/MSRP (*) | 6 | malformed m= line
                    a=setup:actpass                  | t=0 0                | 9 | unknown or misplaced line type
                    a=setup:actpass                  | a=                   | 9 | attribute without a name
                    a=setup:actpass                  | a=:actpass           | 9 | attribute without a name
                    """)
    void saysWhatIsWrongAndWhere(String good, String bad, int line, String reason) {
        assertThat(Legs.OFFER).contains(good);
        assertThat(SessionDescription.parse(Legs.OFFER.replace(good, bad)))
                .isEqualTo(new SdpParse.Broken(reason, line));
    }

    @ParameterizedTest
    @CsvSource({"'',1", "v=0,1", "'v=0\no=- 1 1 IN IP4 a.b',2"})
    void isBrokenWhenItEndsTooSoon(String text, int line) {
        assertThat(SessionDescription.parse(text))
                .isInstanceOfSatisfying(
                        SdpParse.Broken.class, broken -> assertThat(broken.line()).isEqualTo(line));
    }

    @Test
    void isBrokenByAnEmptyLineOrAControlCharacterWithin() {
        assertThat(SessionDescription.parse(Legs.OFFER.replace("s=-\n", "s=-\n\n")))
                .isEqualTo(new SdpParse.Broken("not a type=value line", 4));
        assertThat(SessionDescription.parse(Legs.OFFER.replace("a=sendonly", "a=send\ronly")))
                .isEqualTo(new SdpParse.Broken("control character in a line", 11));
        assertThat(SessionDescription.parse(Legs.OFFER.replace("a=sendonly", "a=send\0only")))
                .isEqualTo(new SdpParse.Broken("control character in a line", 11));
    }

    @Test
    void aRefusedLineNeedsNoAddress() {
        String refused = Legs.OFFER.replace("message 7394", "message 0").replaceAll("c=.*\n", "");
        assertThat(Legs.sdp(refused).media().get(0).port()).isZero();
    }

    @Test
    void holdsTheLimitsToTheUnit() {
        byte[] offer = Legs.OFFER.getBytes(StandardCharsets.US_ASCII);
        assertThat(SessionDescription.parse(offer, new SdpLimits(offer.length, 11, 1, 1)))
                .isInstanceOf(SdpParse.Parsed.class);
        assertThat(SessionDescription.parse(offer, new SdpLimits(offer.length - 1, 11, 1, 1)))
                .isEqualTo(new SdpParse.Broken("description too long", 1));
        assertThat(SessionDescription.parse(offer, new SdpLimits(offer.length, 10, 1, 1)))
                .isEqualTo(new SdpParse.Broken("too many lines", 11));
    }

    @Test
    void limitsMediaLinesAndPaths() {
        SdpLimits one = new SdpLimits(10_000, 100, 1, 1);
        byte[] twoLines = (Legs.OFFER + "m=audio 0 RTP/AVP 0\n").getBytes(StandardCharsets.UTF_8);
        byte[] twoUris =
                Legs.OFFER
                        .replace("a=path:", "a=path:msrp://relay.example.com:9000/x;tcp ")
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(SessionDescription.parse(twoLines, one))
                .isEqualTo(new SdpParse.Broken("too many m= lines", 12));
        assertThat(SessionDescription.parse(twoUris, one))
                .isEqualTo(new SdpParse.Broken("too many URIs in a path", 10));
    }
}
