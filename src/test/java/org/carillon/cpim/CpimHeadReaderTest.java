package org.carillon.cpim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpimHeadReaderTest {

    private static final String HEAD =
            wire(
                    """
                    From: "Al \\"Ice\\"" <sip:alice@example.com>
                    To: <sip:bob@example.com>
                    To: Carol <sip:carol@example.com>
                    DateTime: 2015-02-17T06:54:27Z
                    Subject:;lang=fr Déjà \\u0076u\\n
                    NS: imdn <urn:ietf:params:imdn>
                    NS: cpm <http://www.openmobilealliance.org/cpm/>
                    imdn.Message-ID: PH7qAIV8cgH5
                    imdn.Disposition-Notification: positive-delivery, negative-delivery;x=1,display
                    imdn.Disposition-Notification: interworking
                    imdn.Original-To: <sip:bobby@example.com>
                    imdn.IMDN-Record-Route: <sip:as1.example.com>
                    imdn.IMDN-Record-Route: <sip:as2.example.com>
                    cpm.Payload-Type: text/plain
                    X-Unknown: kept

                    Content-type: Text/Plain; charset=utf-8
                    Content-Disposition: attachment;
                     filename="a.txt"
                    X-Mime: 1

                    """);

    private static String wire(String text) {
        return text.replace("\n", "\r\n");
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CpimHead head(String text) {
        CpimReading reading = CpimHeadReader.read(octets(text));
        assertThat(reading).isInstanceOf(CpimReading.Complete.class);
        return ((CpimReading.Complete) reading).head();
    }

    private static CpimReading feed(CpimHeadReader reader, byte[] octets) {
        return reader.feed(ByteBuffer.wrap(octets));
    }

    @Test
    void readsEveryHeaderItKnows() {
        CpimHead head = head(HEAD);
        assertThat(head.from()).contains(new CpimAddress("Al \"Ice\"", "sip:alice@example.com"));
        assertThat(head.to())
                .containsExactly(
                        new CpimAddress("", "sip:bob@example.com"),
                        new CpimAddress("Carol", "sip:carol@example.com"));
        assertThat(head.dateTime()).contains("2015-02-17T06:54:27Z");
        assertThat(head.subject()).contains("Déjà vu\n");
        assertThat(head.messageId()).contains("PH7qAIV8cgH5");
        assertThat(head.dispositionNotifications())
                .containsExactly(
                        "positive-delivery", "negative-delivery", "display", "interworking");
        assertThat(head.originalTo()).contains(new CpimAddress("", "sip:bobby@example.com"));
        assertThat(head.imdnRecordRoutes())
                .extracting(CpimAddress::uri)
                .containsExactly("sip:as1.example.com", "sip:as2.example.com");
        assertThat(head.contentType()).contains("text/plain");
        assertThat(head.mimeHeader("content-disposition"))
                .contains("attachment; filename=\"a.txt\"");
        assertThat(head.isImdn()).isFalse();
    }

    @Test
    void keepsWhatItDoesNotKnowInOrder() {
        CpimHead head = head(HEAD);
        assertThat(head.headers()).hasSize(15);
        assertThat(head.headers().get(4))
                .isEqualTo(new CpimHeader("", "Subject", ";lang=fr", "Déjà \\u0076u\\n"));
        assertThat(head.headers().subList(13, 15))
                .containsExactly(
                        new CpimHeader(
                                "http://www.openmobilealliance.org/cpm/",
                                "Payload-Type",
                                "",
                                "text/plain"),
                        new CpimHeader("", "X-Unknown", "", "kept"));
        assertThat(head.mimeHeaders())
                .extracting(MimeHeader::name)
                .containsExactly("Content-type", "Content-Disposition", "X-Mime");
    }

    @Test
    void aQuotedParameterMayHoldBlanks() {
        assertThat(head("Subject:;x=\"a b\";lang=en c d\r\n\r\n").headers())
                .containsExactly(new CpimHeader("", "Subject", ";x=\"a b\";lang=en", "c d"));
    }

    @Test
    void stopsBeforeTheContentAtEverySplit() {
        byte[] message = octets(HEAD + "Content: not a header\r\n\r\nmore");
        int length = octets(HEAD).length;
        CpimReading whole = CpimHeadReader.read(message);
        assertThat(whole)
                .isInstanceOfSatisfying(
                        CpimReading.Complete.class,
                        complete -> assertThat(complete.length()).isEqualTo(length));
        for (int split = 0; split < message.length; split++) {
            CpimHeadReader reader = new CpimHeadReader();
            CpimReading first = reader.feed(ByteBuffer.wrap(message, 0, split));
            assertThat(first instanceof CpimReading.NeedMore).isEqualTo(split < length);
            ByteBuffer rest = ByteBuffer.wrap(message, split, message.length - split);
            assertThat(reader.feed(rest)).isEqualTo(whole);
            assertThat(rest.position()).isEqualTo(Math.max(split, length));
        }
    }

    @Test
    void readsOctetByOctet() {
        byte[] message = octets(HEAD);
        CpimHeadReader reader = new CpimHeadReader();
        for (int i = 0; i < message.length - 1; i++) {
            assertThat(feed(reader, new byte[] {message[i]}))
                    .isInstanceOf(CpimReading.NeedMore.class);
        }
        assertThat(feed(reader, new byte[] {message[message.length - 1]}))
                .isEqualTo(CpimHeadReader.read(message));
    }

    @Test
    void aBareLineFeedEndsALineToo() {
        assertThat(head(HEAD.replace("\r\n", "\n"))).isEqualTo(head(HEAD));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    NS: imdn <urn:ietf:params:imdn>    | imdn.Message-ID: x  | x
                    NS: imdn<urn:ietf:params:imdn>     | imdn.Message-ID: x  | x
                    NS:imdn <urn:ietf:params:imdn>     | imdn.Message-ID:x   | x
                    NS: a-b <urn:ietf:params:imdn>     | a-b.Message-ID: x   | x
                    NS: <urn:ietf:params:imdn>         | Message-ID: x       | x
                    NS: imdn <urn:other>               | imdn.Message-ID: x  | -
                    NS: imdn urn:ietf:params:imdn      | imdn.Message-ID: x  | -
                    X-No: 1                            | imdn.Message-ID: x  | -
                    NS: imdn <urn:ietf:params:imdn>    | IMDN.Message-ID: x  | -
                    NS: imdn <urn:ietf:params:imdn>    | imdn.message-id: x  | -
                    NS: imdn <urn:ietf:params:imdn>    | Message-ID: x       | -
                    NS: imdn <urn:ietf:params:imdn>    | imdn.Message-ID:    | -
                    ns: imdn <urn:ietf:params:imdn>    | imdn.Message-ID: x  | -
                    """)
    void resolvesPrefixes(String declaration, String header, String id) {
        CpimHead head = head(declaration + "\r\n" + header + "\r\n\r\n\r\n");
        assertThat(head.messageId().orElse("-")).isEqualTo(id);
    }

    @Test
    void aPrefixCountsFromItsDeclarationOnAndMayBeDeclaredAgain() {
        CpimHead early = head("p.Message-ID: x\r\nNS: p <urn:ietf:params:imdn>\r\n\r\n");
        assertThat(early.messageId()).isEmpty();
        CpimHead again =
                head(
                        wire(
                                """
                                NS: <urn:other>
                                NS: p <urn:other>
                                NS: p <urn:ietf:params:imdn>
                                p.Message-ID: x

                                """));
        assertThat(again.messageId()).contains("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    From: Winnie the Pooh <im:pooh@100akerwood.com> | Winnie the Pooh | im:pooh@100akerwood.com
                    From: "a\\\\b <x>" <im:p>                       | a\\b <x>         | im:p
                    From: <im:p>;x                                  | ''              | im:p
                    From: im:p                                      | -               | -
                    From: <>                                        | -               | -
                    From: <im:p                                     | -               | -
                    from: <im:p>                                    | -               | -
                    """)
    void readsAddresses(String header, String name, String uri) {
        assertThat(head(header + "\r\n\r\n").from().map(CpimAddress::name).orElse("-"))
                .isEqualTo(name);
        assertThat(head(header + "\r\n\r\n").from().map(CpimAddress::uri).orElse("-"))
                .isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    plain            | plain
                    a\\\\b           | a\\b
                    a\\qb            | aqb
                    a\\u0041b        | aAb
                    a\\u004          | au004
                    a\\u00g1         | au00g1
                    a\\              | a
                    """)
    void resolvesEscapes(String sent, String meant) {
        assertThat(head("Subject: " + sent + "\r\n\r\n").subject()).contains(meant);
    }

    @Test
    void controlsComeOnlyFromEscapes() {
        assertThat(CpimEscape.resolve("\\'\\\"")).isEqualTo("'\"");
        assertThat(CpimEscape.resolve("\\b\\t\\n\\r\\u0000")).isEqualTo("\b\t\n\r\0");
        assertThat(CpimEscape.escape("\b\t\n\r\0\u007f\\é\""))
                .isEqualTo("\\b\\t\\n\\r\\u0000\\u007f\\\\é\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                            | ended within the CPIM headers
                    From: <im:a>                  | ended within the CPIM headers
                    '~~'                          | no CPIM header
                    From~~                        | not a CPIM header
                    ': x~~'                       | not a CPIM header
                    'Fr om: x~~'                  | not a CPIM header
                    ' From: x~~'                  | not a CPIM header
                    'Fr@m: x~~'                   | not a CPIM header
                    'From: x~~nothing~'           | not a MIME header
                    'From: x~~ folded: first~'    | not a MIME header
                    'From: x~~: y~'               | not a MIME header
                    """)
    void saysWhatIsWrong(String text, String reason) {
        assertThat(CpimHeadReader.read(octets(text.replace("~", "\r\n"))))
                .isEqualTo(new CpimReading.Broken(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"From: x~~", "From: x~~Content-Type: a/b", "From: x~~Content-Type: a/b~"})
    void aMessageWithoutContentMayEndEarly(String text) {
        byte[] octets = octets(text.replace("~", "\r\n"));
        assertThat(CpimHeadReader.read(octets))
                .isInstanceOfSatisfying(
                        CpimReading.Complete.class,
                        complete -> assertThat(complete.length()).isEqualTo(octets.length));
    }

    @Test
    void holdsTheLimitsToTheUnit() {
        byte[] head = octets("A: 1\r\nB: 2\r\n\r\nC: 3\r\n\r\n");
        assertThat(feed(new CpimHeadReader(new CpimLimits(head.length, 3)), head))
                .isInstanceOf(CpimReading.Complete.class);
        assertThat(feed(new CpimHeadReader(new CpimLimits(head.length - 1, 3)), head))
                .isEqualTo(new CpimReading.Broken("head too long"));
        assertThat(feed(new CpimHeadReader(new CpimLimits(head.length, 2)), head))
                .isEqualTo(new CpimReading.Broken("too many headers"));
    }

    @Test
    void staysBrokenAndReadsNoMore() {
        CpimHeadReader reader = new CpimHeadReader();
        CpimReading broken = feed(reader, octets("nonsense\r\n"));
        ByteBuffer more = ByteBuffer.wrap(octets(HEAD));
        assertThat(reader.feed(more)).isEqualTo(broken).isInstanceOf(CpimReading.Broken.class);
        assertThat(more.position()).isZero();
        assertThat(reader.end()).isEqualTo(broken);
    }
}
