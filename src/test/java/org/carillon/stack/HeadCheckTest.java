package org.carillon.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every check by itself: one field of a good request replaced. */
class HeadCheckTest {
    private static final String GOOD =
            """
            INVITE sip:bob@localhost;x=1 SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1;rport
            From: "Alice, A." <sip:alice@localhost>;tag=a
            To: <sip:bob@localhost>
            Call-ID: 1
            CSeq: 1 INVITE
            Contact: <sip:alice@127.0.0.1>
            """;

    private static int status(String head) {
        byte[] octets = (head.replace("\n", "\r\n") + "\r\n").getBytes(ISO_8859_1);
        return HeadCheck.firstFault(SipHead.of(octets)).map(MessageFault::status).orElse(200);
    }

    /** With this line in place of the one of the same name. */
    private static String with(String line) {
        String name = line.substring(0, line.indexOf(':') + 1);
        return GOOD.replaceFirst("(?m)^" + name + ".*$", "MARK").replace("MARK", line);
    }

    private static String startingWith(String startLine) {
        return GOOD.replaceFirst(".*", "MARK").replace("MARK", startLine);
    }

    @Test
    void aGoodRequestPasses() {
        assertThat(status(GOOD)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    INVITE sip:bob@localhost SIP/2.0            | 200
                    INVITE sips:b:pw@[::1]:5061;a;b=c SIP/2.0   | 200
                    INVITE sip:a?b;c%40@localhost SIP/2.0       | 200
                    INVITE tel:+1-23;phone-context=x SIP/2.0    | 200
                    INVITE x:y SIP/2.0                          | 200
                    INVITE sip:bob@localhost SIP/3.0            | 505
                    INVITE  sip:bob@localhost SIP/2.0           | 400
                    INVITE sip:bob@localhost  SIP/2.0           | 400
                    INVITE sip:bob@localhost SIP/2.0 x          | 400
                    INVITE sip:bob@localhost                    | 400
                    INVITE sip:bob@local host SIP/2.0           | 400
                    INVITE <sip:bob@localhost> SIP/2.0          | 400
                    INVITE sip:bob@localhost?a=b SIP/2.0        | 400
                    INVITE sip:b%4x@localhost SIP/2.0           | 400
                    INVITE sip:b@ SIP/2.0                       | 400
                    INVITE sip:b@c:x SIP/2.0                    | 400
                    INVITE sip:2001:db8::1 SIP/2.0              | 400
                    INVITE sip: SIP/2.0                         | 400
                    INVITE bob SIP/2.0                          | 400
                    INV(TE sip:bob@localhost SIP/2.0            | 400
                    """)
    void requestLines(String line, int status) {
        assertThat(status(startingWith(line))).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "From", "To", "Call-ID", "CSeq", "Contact"})
    void aMissingFieldIsNamed(String name) {
        String head = GOOD.replaceFirst("(?m)^" + name + ":.*\n", "");
        assertThat(HeadCheck.firstFault(SipHead.of(head.getBytes(ISO_8859_1))))
                .contains(MessageFault.missing(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f: <sip:a@b>;tag=1",
                "t: <sip:a@b>",
                "i: 2",
                "cseq: 1 INVITE",
                "Max-Forwards: 1\nmax-forwards: 1",
                "l: 0\nContent-Length: 0",
                "c: a/b\nContent-Type: a/b"
            })
    void aRepeatedFieldIsRefused(String more) {
        assertThat(status(GOOD + more + "\n")).isEqualTo(400);
    }

    @Test
    void whatMayComeTwicePasses() {
        String more = "v: SIP/2.0/TCP [::1], SIP/2.0/UDP x\nContact: <sip:c@d>\nX: 1\nX: 1\n";
        assertThat(status(GOOD + more)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBSCRIBE", "NOTIFY", "PUBLISH"})
    void eventsHaveAPackage(String method) {
        String head = GOOD.replace("INVITE", method);
        assertThat(status(head)).isEqualTo(489);
        assertThat(status(head + "o: reg\n")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CSeq: 0 INVITE           | 200
                    CSeq: 0009   INVITE      | 200
                    CSeq: 2147483647 INVITE  | 200
                    CSeq: 2147483648 INVITE  | 400
                    CSeq: 36893488147419103232 INVITE | 400
                    CSeq: -1 INVITE          | 400
                    CSeq: INVITE             | 400
                    CSeq: 1                  | 400
                    CSeq: 1 invite           | 400
                    CSeq: 1 OPTIONS          | 400
                    """)
    void sequenceNumbers(String line, int status) {
        assertThat(status(with(line))).isEqualTo(status);
    }

    @Test
    void aMethodThatNobodyKnowsIs501WhateverCSeqSays() {
        assertThat(status(startingWith("FROB sip:a@b SIP/2.0"))).isEqualTo(501);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Via: SIP / 2.0 / TCP a : 1 ; branch = z9hG4bK1 , SIP/2.0/X b | 200
                    Via: SIP/2.0/UDP [2001:db8::1]:1;received=[::1]              | 200
                    Via: SIP/2.0/UDP a                                           | 200
                    Via: SIP/2.0/UDP a;branch=z9hG4bK                            | 400
                    Via: SIP/2.0/UDP a;branch=z9hG4bK;x                          | 400
                    Via: SIP/2.0/UDP a;;x                                        | 400
                    Via: SIP/2.0/UDP a;                                          | 400
                    Via: SIP/2.0/UDP a,,                                         | 400
                    Via: SIP/2.0/UDP                                             | 400
                    Via: SIP/2.0 a                                               | 400
                    Via: SIP/2.0/UDP a;x="open                                   | 400
                    Via: SIP/7.0/UDP a                                           | 400
                    """)
    void vias(String line, int status) {
        assertThat(status(with(line))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    Call-ID: a)(><:/"][?}{                             | 200
                    Call-ID: a b                                       | 400
                    Call-ID:                                           | 400
                    To: sip:bob@localhost                              | 200
                    To: sip:bob@localhost ; tag = 1                    | 200
                    To: bob<sip:bob@localhost>                         | 200
                    To: A. Bell <sip:bob@localhost;x>;y="a;b,<c>"      | 200
                    To: "a \\" <b>, \\\\" <sip:bob@localhost>            | 200
                    To: "" <isbn:123>                                  | 200
                    To: "bob <sip:bob@localhost>                       | 400
                    To: "bob\\" <sip:bob@localhost>                    | 400
                    To: "a" "b" <sip:bob@localhost>                    | 400
                    To: Bell, A. <sip:bob@localhost>                   | 400
                    To: < sip:bob@localhost >                          | 400
                    To: <sip:bob@localhost                             | 400
                    To: <sip:bob@localhost>;;                          | 400
                    To: <sip:bob@localhost>;tag=                       | 400
                    To: sip:bob@localhost?a=b                          | 400
                    To: bob                                            | 400
                    To:                                                | 400
                    Contact: *                                         | 200
                    Contact: <sip:a@b?Route=%3Csip:c%3E>, "x,y" <sip:c> ; q = 0.3 | 200
                    Contact: sip:a@b?Route=c                           | 400
                    Contact: <sip:a@b>,                                | 400
                    Contact: <sip:a@b>;;;;                             | 400
                    """)
    void addresses(String line, int status) {
        assertThat(status(with(line))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Route: <sip:a;lr>, <sip:b@c;lr> | 200
                    Route: <sip:a                   | 400
                    Record-Route: x                 | 400
                    Require: timer, x-y             | 200
                    Require: a b                    | 400
                    Require:                        | 400
                    Proxy-Require: a,               | 400
                    Date: whatever                  | 200
                    no colon                        | 200
                    """)
    void otherFields(String line, int status) {
        assertThat(status(GOOD + line + "\n")).isEqualTo(status);
    }

    @Test
    void responsesAreNotAnswered() {
        assertThat(status("SIP/2.0 999 x\n")).isEqualTo(200);
    }

    /** Java's patterns recurse where a group repeats. */
    @Test
    void lengthAndRepetitionExhaustNothing() {
        for (String piece : List.of("a", ";", "%41", "\"", "\\\"", "<", ",", "a;b=c,", " ")) {
            String many = piece.repeat(20_000);
            assertThat(status(with("To: " + many))).isIn(200, 400);
            assertThat(status(with("To: <sip:" + many + "@x>;" + many))).isIn(200, 400);
            assertThat(status(with("Via: SIP/2.0/UDP x;" + many))).isIn(200, 400);
            assertThat(status(startingWith("INVITE sip:" + many + "@x SIP/2.0"))).isIn(200, 400);
        }
    }
}
