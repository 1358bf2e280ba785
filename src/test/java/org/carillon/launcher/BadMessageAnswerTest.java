package org.carillon.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadMessageAnswerTest {
    private static Optional<String> answer(String head) {
        return BadMessageAnswer.to(head.replace("\n", "\r\n").getBytes(ISO_8859_1), 400)
                .map(octets -> new String(octets, ISO_8859_1));
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
                        SIP/2.0 400 Bad Request
                        Via: SIP/2.0/TCP one; branch=z9hG4bK1
                        Via: SIP/2.0/TCP two
                        From: "Bob <sip:b@b>;tag=1
                        To: sip:a@b;tag=malformed
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
                .contains("To: <sip:tag@stag>;tag=malformed\r\n");
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
