package org.carillon.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadMessageAnswerTest {
    private static final MessageFault FAULT = new MessageFault(400, "Change This");
    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.0.0.7", 4711);

    private static Optional<BadMessageAnswer> to(String head) {
        return BadMessageAnswer.to(
                SipHead.of(head.replace("\n", "\r\n").getBytes(ISO_8859_1)), FAULT);
    }

    private static Optional<String> answer(String head) {
        return to(head).map(answer -> new String(answer.octets(), ISO_8859_1));
    }

    private static String withVia(String via) {
        return "BYE x SIP/2.0\nv: " + via + "\nVia: SIP/2.0/UDP b\n\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SIP/2.0/UDP a;branch=1      | SIP/2.0/UDP a;received=127.0.0.7;branch=1      | 5060
                    SIP/2.0/UDP a:5070          | SIP/2.0/UDP a:5070;received=127.0.0.7          | 5070
                    SIP/2.0/UDP [::1]:5070;x    | SIP/2.0/UDP [::1]:5070;received=127.0.0.7;x    | 5070
                    SIP/2.0/UDP a;rport         | SIP/2.0/UDP a;received=127.0.0.7;rport=4711    | 4711
                    SIP/2.0/UDP a;rport;b=1, c  | SIP/2.0/UDP a;received=127.0.0.7;rport=4711;b=1, c | 4711
                    SIP/2.0/UDP a:0             | SIP/2.0/UDP a:0;received=127.0.0.7             | 5060
                    SIP/2.0/UDP a:99999         | SIP/2.0/UDP a:99999;received=127.0.0.7         | 5060
                    nonsense                    | nonsense;received=127.0.0.7                    | 5060
                    """)
    void aDatagramGoesBackWhereItCameFrom(String via, String answered, int port) {
        BadMessageAnswer answer = to(withVia(via)).orElseThrow();
        assertThat(new String(answer.octets(SOURCE), ISO_8859_1))
                .contains("\r\nVia: " + answered + "\r\nVia: SIP/2.0/UDP b\r\n");
        assertThat(answer.destination(SOURCE))
                .isEqualTo(new InetSocketAddress(SOURCE.getAddress(), port));
    }

    @Test
    void copiesWhatAResponseNeedsUnfoldedAndInItsLongForm() {
        String head =
                """
                INVITE <sip:a@b> SIP/2.0
                v: SIP/2.0/TCP one;
                  branch=z9hG4bK1
                Subject: not this
                VIA: SIP/2.0/TCP two
                f: "Bob <sip:b@b>;tag=1
                t : sip:a@b
                i: x
                CSeq: 1 INVITE

                """;
        assertThat(answer(head))
                .contains(
                        """
                        SIP/2.0 400 Change This
                        Via: SIP/2.0/TCP one; branch=z9hG4bK1
                        Via: SIP/2.0/TCP two
                        From: "Bob <sip:b@b>;tag=1
                        To: sip:a@b;tag=stateless
                        Call-ID: x
                        CSeq: 1 INVITE
                        Content-Length: 0

                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void keepsATagThatIsThere() {
        assertThat(answer("BYE x SIP/2.0\nVia: v\nTo: <sip:a@b>;TAG=7\n\n").orElseThrow())
                .contains("To: <sip:a@b>;TAG=7\r\n");
    }

    @Test
    void aHostCalledTagIsNoTag() {
        assertThat(answer("BYE x SIP/2.0\nVia: v\nTo: <sip:tag@stag>\n\n").orElseThrow())
                .contains("To: <sip:tag@stag>;tag=stateless\r\n");
    }

    @Test
    void whatLooksLikeALineEndDoesNotBecomeOne() {
        assertThat(answer("BYE x SIP/2.0\nVia: v\rX: y\0\nTo: <sip:a@b>\n\n").orElseThrow())
                .contains("Via: v X: y\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SIP/2.0 200 OK\nVia: v\n\n",
                "ACK x SIP/2.0\nVia: v\n\n",
                "BYE x SIP/2.0\nTo: x\n\n",
                "\n",
                "Via: v\n\n"
            })
    void answersNoResponseNoAckAndNothingWithoutAVia(String head) {
        assertThat(answer(head)).isEmpty();
    }
}
