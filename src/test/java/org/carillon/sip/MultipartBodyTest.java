package org.carillon.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
    private static final String TYPE = "multipart/mixed;boundary=\"b 1\"";
    private static final String BODY =
            """
            preamble \u00e9\u00ff
            --b 1
            Content-Type: message/cpim

            From: <sip:a@localhost>
            --b 12
            not a delimiter

            --b 1
            content-type:application/sdp; charset=x
            Content-Length: 5

            v=0\r\r
            --b 1
            Content-Type: application/resource-lists+xml

            <list/>
            --b 1--
            epilogue
            --b 1
            Content-Type: application/sdp

            v=1
            --b 1--
            """
                    .replace("\n", "\r\n");

    private static Optional<MultipartBody> parse(String type, String body) {
        return MultipartBody.parse(type, body.getBytes(ISO_8859_1));
    }

    @Test
    void findsTheSdpPartAndReplacesNothingElse() {
        MultipartBody body = parse(TYPE, BODY).orElseThrow();
        assertThat(body.sdp()).isEqualTo("v=0\r\r");

        String replaced =
                new String(body.with("v=0\r\ns=new\r\n".getBytes(ISO_8859_1)), ISO_8859_1);
        assertThat(replaced)
                .isEqualTo(
                        BODY.replace("Content-Length: 5", "Content-Length: 12")
                                .replaceFirst("v=0\r\r", "v=0\r\ns=new\r\n"));
    }

    @Test
    void theSamePartGivesTheSameOctets() {
        MultipartBody body = parse(TYPE, BODY).orElseThrow();
        assertThat(body.with(body.sdp().getBytes(ISO_8859_1))).isEqualTo(BODY.getBytes(ISO_8859_1));
    }

    @Test
    void bareLineFeedsAreLineEnds() {
        String body = "--x\nContent-Type: application/sdp\n\nv=0\n--x--";
        assertThat(parse("multipart/related; Boundary=x; type=y", body).orElseThrow().sdp())
                .isEqualTo("v=0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--x",
                "--x--",
                "--x\r\nContent-Type: application/sdp",
                "--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n",
                "--x\r\nContent-Type: application/sdpx\r\n\r\nv=0\r\n--x--",
                "--y\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--y--"
            })
    void withoutAWholeSdpPartThereIsNone(String body) {
        assertThat(parse("multipart/mixed;boundary=x", body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed",
                "multipart/mixed;boundary=",
                "application/sdp;boundary=x"
            })
    void withoutABoundaryThereIsNoPart(String type) {
        String body = "--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--x--";
        assertThat(parse(type, body)).isEmpty();
    }

    @Test
    void anyCutOfABodyReadsOrDoesNot() {
        for (int end = 0; end < BODY.length(); end++) {
            String cut = BODY.substring(0, end);
            parse(TYPE, cut).ifPresent(body -> assertThat(body.sdp()).isEqualTo("v=0\r\r"));
        }
    }
}
