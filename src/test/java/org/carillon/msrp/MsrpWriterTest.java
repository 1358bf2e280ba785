package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MsrpWriterTest {
    private static final long ID = 0x0123456789abcdefL;
    private static final MsrpPath TO = path("msrp://[2001:db8::b]:9/devB;tcp");
    private static final MsrpPath FROM =
            path("msrp://pf.example.net:2855/b1;tcp msrp://orig.example.com:7394/2s9;tcp");

    @Test
    void writesAChunk() {
        SendTemplate template =
                new SendTemplate(
                        TO,
                        FROM,
                        octets("87652491"),
                        true,
                        FailureReport.PARTIAL,
                        octets("Content-Disposition: render\r\nX-Note: ü\r\n"),
                        octets("message/cpim"));
        String wire =
                written(
                        out -> {
                            template.writeHead(out, ID, 2049, ByteRange.UNKNOWN, 4096);
                            out.writeBytes(octets("body"));
                            MsrpWriter.writeEndOfBody(out, ID, Continuation.MORE);
                        });
        assertThat(wire)
                .isEqualTo(
                        """
                        MSRP 0123456789abcdef SEND
                        To-Path: msrp://[2001:db8::b]:9/devB;tcp
                        From-Path: msrp://pf.example.net:2855/b1;tcp msrp://orig.example.com:7394/2s9;tcp
                        Message-ID: 87652491
                        Success-Report: yes
                        Failure-Report: partial
                        Byte-Range: 2049-*/4096
                        Content-Disposition: render
                        X-Note: ü
                        Content-Type: message/cpim

                        body
                        -------0123456789abcdef+
                        """);
    }

    @Test
    void leavesOutWhatIsDefault() {
        String wire = written(out -> plain().writeHead(out, ID, 1, 4, ByteRange.UNKNOWN));
        assertThat(wire)
                .isEqualTo(
                        """
                        MSRP 0123456789abcdef SEND
                        To-Path: msrp://[2001:db8::b]:9/devB;tcp
                        From-Path: msrp://pf.example.net:2855/b1;tcp msrp://orig.example.com:7394/2s9;tcp
                        Message-ID: 87652491
                        Byte-Range: 1-4/*
                        Content-Type: a/b

                        """);
    }

    @Test
    void saysHowLongAHeadCanBe() {
        ByteBuf out = Unpooled.buffer();
        plain().writeHead(out, ID, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(out.readableBytes()).isEqualTo(plain().headBytes());
        out.clear();
        MsrpWriter.writeEndOfBody(out, ID, Continuation.COMPLETE);
        assertThat(out.readableBytes()).isEqualTo(MsrpWriter.END_OF_BODY_BYTES);
        out.release();
    }

    @Test
    void writesASendWithoutABody() {
        assertThat(written(out -> MsrpWriter.writeBodilessSend(out, ID, TO, FROM, "bind")))
                .isEqualTo(
                        """
                        MSRP 0123456789abcdef SEND
                        To-Path: msrp://[2001:db8::b]:9/devB;tcp
                        From-Path: msrp://pf.example.net:2855/b1;tcp msrp://orig.example.com:7394/2s9;tcp
                        Message-ID: bind
                        Byte-Range: 1-0/0
                        -------0123456789abcdef$
                        """);
    }

    @Test
    void writesAReport() {
        ByteRange range = ByteRange.whole(4096);
        assertThat(
                        written(
                                out ->
                                        MsrpWriter.writeReport(
                                                out, ID, TO, FROM, octets("8765"), range, 408)))
                .isEqualTo(
                        """
                        MSRP 0123456789abcdef REPORT
                        To-Path: msrp://[2001:db8::b]:9/devB;tcp
                        From-Path: msrp://pf.example.net:2855/b1;tcp msrp://orig.example.com:7394/2s9;tcp
                        Message-ID: 8765
                        Byte-Range: 1-4096/4096
                        Status: 000 408 Downstream Timeout
                        -------0123456789abcdef$
                        """);
    }

    @Test
    void reportsACodeThatNobodyDefinedWithoutAComment() {
        ByteRange range = ByteRange.whole(1);
        assertThat(
                        written(
                                out ->
                                        MsrpWriter.writeReport(
                                                out, ID, TO, FROM, octets("8765"), range, 599)))
                .contains("\nStatus: 000 599\n");
    }

    @Test
    void answersASendToThePreviousHopOnly() {
        assertThat(answer("SEND", StatusCode.OK))
                .isEqualTo(
                        """
                        MSRP dkei38sd 200 OK
                        To-Path: msrp://q.example:8/q;tcp
                        From-Path: msrp://r.example:9/r;tcp
                        -------dkei38sd$
                        """);
    }

    @Test
    void answersAnyOtherRequestAlongItsWholePath() {
        assertThat(answer("AUTH", StatusCode.UNKNOWN_METHOD))
                .isEqualTo(
                        """
                        MSRP dkei38sd 501 Unknown Method
                        To-Path: msrp://q.example:8/q;tcp msrp://a.example:1/x;tcp
                        From-Path: msrp://r.example:9/r;tcp
                        -------dkei38sd$
                        """);
    }

    @Test
    void neverAnswersAReport() {
        assertThatThrownBy(() -> answer("REPORT", StatusCode.OK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("REPORT");
    }

    @Test
    void passesOtherHeadersOnUnchanged() {
        List<byte[]> lines = new ArrayList<>();
        MsrpParser parser =
                new MsrpParser(
                        MsrpLimits.defaults(),
                        new ForwardingListener(new FrameLog()) {
                            @Override
                            public void onRequest(RequestHead head) {
                                lines.add(head.otherHeaders().toBytes());
                            }

                            @Override
                            public void onRequestEnd(RequestHead head, Continuation flag) {}
                        });
        Wire.feed(
                parser,
                Wire.octets(
                        """
                        MSRP dkei38sd SEND
                        To-Path: msrp://b.example:2/y;tcp
                        From-Path: msrp://a.example:1/x;tcp
                        X-A:1
                        Message-ID: abcd
                        X-B:  ü\t2
                        -------dkei38sd$
                        """));
        assertThat(new String(lines.get(0), UTF_8)).isEqualTo("X-A:1\r\nX-B:  ü\t2\r\n");
    }

    @Test
    void refusesWhatCannotStandInAHead() {
        byte[] none = {};
        byte[] good = octets("abcd");
        byte[] broken = octets("a\r\nb");
        assertThatThrownBy(() -> template(broken, none, good)).hasMessageContaining("message-id");
        assertThatThrownBy(() -> template(none, none, good)).hasMessageContaining("message-id");
        assertThatThrownBy(() -> template(good, none, broken)).hasMessageContaining("content-type");
        assertThatThrownBy(() -> template(good, none, none)).hasMessageContaining("content-type");
        assertThatThrownBy(() -> template(good, octets("X: y"), good))
                .hasMessageContaining("other-headers");
        ByteRange range = ByteRange.whole(1);
        ByteBuf out = Unpooled.buffer();
        assertThatThrownBy(() -> MsrpWriter.writeReport(out, ID, TO, FROM, good, range, 1000))
                .hasMessageContaining("status=1000");
        assertThatThrownBy(() -> MsrpWriter.writeReport(out, ID, TO, FROM, broken, range, 200))
                .hasMessageContaining("message-id");
        out.release();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 1234567890123456789L, Long.MAX_VALUE})
    void writesNumbers(long number) {
        assertThat(written(out -> Decimal.write(number, out))).isEqualTo(Long.toString(number));
    }

    @ParameterizedTest
    @EnumSource
    void everyStatusCodeHasItsComment(StatusCode status) {
        assertThat(answer("SEND", status))
                .startsWith("MSRP dkei38sd " + status.code() + " " + status.comment() + "\n");
        assertThat(StatusCode.of(status.code())).contains(status);
    }

    @Test
    void aResponseIsAllowedAsTheSenderWishes() {
        assertThat(FailureReport.YES.allowsResponse(200)).isTrue();
        assertThat(FailureReport.YES.allowsResponse(413)).isTrue();
        assertThat(FailureReport.PARTIAL.allowsResponse(200)).isFalse();
        assertThat(FailureReport.PARTIAL.allowsResponse(413)).isTrue();
        assertThat(FailureReport.NO.allowsResponse(200)).isFalse();
        assertThat(FailureReport.NO.allowsResponse(413)).isFalse();
    }

    /** A 400 to this request, with plain line ends. */
    static String response(RequestHead request) {
        return written(out -> MsrpWriter.writeResponse(out, request, StatusCode.BAD_REQUEST));
    }

    private static String answer(String method, StatusCode status) {
        List<String> answers = new ArrayList<>();
        MsrpParser parser =
                new MsrpParser(
                        MsrpLimits.defaults(),
                        new ForwardingListener(new FrameLog()) {
                            @Override
                            public void onRequestEnd(RequestHead head, Continuation flag) {
                                answers.add(
                                        written(
                                                out ->
                                                        MsrpWriter.writeResponse(
                                                                out, head, status)));
                            }
                        });
        Wire.feed(
                parser,
                Wire.octets(
                        """
                        MSRP dkei38sd %s
                        To-Path: msrp://r.example:9/r;tcp msrp://b.example:2/y;tcp
                        From-Path: msrp://q.example:8/q;tcp msrp://a.example:1/x;tcp
                        Message-ID: abcd
                        Content-Type: a/b

                        text
                        -------dkei38sd$
                        """
                                .formatted(method)));
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static String written(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.buffer(1);
        try {
            writer.accept(out);
            return out.toString(UTF_8).replace("\r\n", "\n");
        } finally {
            out.release();
        }
    }

    private static SendTemplate plain() {
        return template(octets("87652491"), new byte[0], octets("a/b"));
    }

    private static SendTemplate template(byte[] messageId, byte[] others, byte[] contentType) {
        return new SendTemplate(TO, FROM, messageId, false, FailureReport.YES, others, contentType);
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }

    private static MsrpPath path(String text) {
        return MsrpPath.parse(text, MsrpLimits.defaults()).orThrow();
    }
}
