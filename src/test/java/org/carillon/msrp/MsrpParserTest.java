package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames are what they are, wherever the network cuts them. */
final class MsrpParserTest {

    /** A frame on the wire and what is to be found in it. */
    record Sample(String name, String wire, String frame) {
        byte[] octets() {
            return Wire.octets(wire);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String PATHS = "msrp://a.example:1/x;tcp -> msrp://b.example:2/y;tcp";

    /** A SEND with this transaction id, body and flag. */
    private static Sample send(String name, String id, String body, char flag, Continuation end) {
        String wire =
                """
                MSRP %1$s SEND
                To-Path: msrp://b.example:2/y;tcp
                From-Path: msrp://a.example:1/x;tcp
                Message-ID: 87652491
                Byte-Range: 1-*/*
                Content-Type: text/plain

                %2$s
                -------%1$s%3$s
                """
                        .formatted(id, body, flag);
        String shown = FrameLog.show(body.replace("\n", "\r\n"));
        String head = "SEND " + id + " " + PATHS + " id=87652491 range=1-*/* type=text/plain";
        return new Sample(name, wire, head + " |" + shown + "| " + end);
    }

    private static Sample body(String name, String body) {
        return send(name, "a786hjs2", body, '$', Continuation.COMPLETE);
    }

    static Stream<Sample> samples() {
        return Stream.of(
                new Sample(
                        "first message of RFC 4975 §11.1",
                        """
                        MSRP d93kswow SEND
                        To-Path: msrp://bob.example.com:8888/9di4eae923wzd;tcp
                        From-Path: msrp://alicepc.example.com:7777/iau39soe2843z;tcp
                        Message-ID: 12339sdqwer
                        Byte-Range: 1-16/16
                        Content-Type: text/plain

                        Hi, I'm Alice!
                        -------d93kswow$
                        """,
                        "SEND d93kswow msrp://alicepc.example.com:7777/iau39soe2843z;tcp"
                                + " -> msrp://bob.example.com:8888/9di4eae923wzd;tcp"
                                + " id=12339sdqwer range=1-16/16 type=text/plain"
                                + " |Hi, I'm Alice!| COMPLETE"),
                new Sample(
                        "response",
                        """
                        MSRP d93kswow 200 OK
                        To-Path: msrp://a.example:1/x;tcp
                        From-Path: msrp://b.example:2/y;tcp
                        -------d93kswow$
                        """,
                        "d93kswow 200 comment=OK msrp://b.example:2/y;tcp ->"
                                + " msrp://a.example:1/x;tcp"),
                new Sample(
                        "response without a comment, with a header of RFC 4976",
                        """
                        MSRP d93kswow 401
                        To-Path: msrp://a.example:1/x;tcp
                        From-Path: msrp://b.example:2/y;tcp
                        WWW-Authenticate: Digest realm="example"
                        -------d93kswow$
                        """,
                        "d93kswow 401 msrp://b.example:2/y;tcp -> msrp://a.example:1/x;tcp"
                                + " {WWW-Authenticate=Digest realm=\"example\"}"),
                new Sample(
                        "every header, relays on both sides",
                        """
                        MSRP tid-1.+%=9 SEND
                        To-Path: msrps://r.example:9/r;tcp msrp://b.example:2/y;tcp
                        From-Path: msrp://q.example:8/q;tcp msrp://a.example:1/x;tcp
                        Message-ID: m.1-2+3%4=5
                        Success-Report: yes
                        Failure-Report: partial
                        Byte-Range: 2049-4096/65536
                        Content-ID: <1@a.example>
                        Content-Disposition: render
                        X-Note: two  spaces, a\ttab and ü
                        Content-Type: message/cpim; charset="utf-8"

                        x
                        -------tid-1.+%=9+
                        """,
                        "SEND tid-1.+%=9 msrp://q.example:8/q;tcp>msrp://a.example:1/x;tcp"
                                + " -> msrps://r.example:9/r;tcp>msrp://b.example:2/y;tcp"
                                + " id=m.1-2+3%4=5 range=2049-4096/65536"
                                + " success=yes failure=partial"
                                + " {Content-ID=<1@a.example>} {Content-Disposition=render}"
                                + " {X-Note=two  spaces, a\ttab and ü}"
                                + " type=message/cpim; charset=\"utf-8\" |x| MORE"),
                new Sample(
                        "REPORT",
                        """
                        MSRP dkei38sd REPORT
                        To-Path: msrp://b.example:2/y;tcp
                        From-Path: msrp://a.example:1/x;tcp
                        Message-ID: 12339sdqwer
                        Byte-Range: 1-16/16
                        Status: 000 200 OK
                        -------dkei38sd$
                        """,
                        "REPORT dkei38sd "
                                + PATHS
                                + " id=12339sdqwer range=1-16/16 status=0/200 comment=OK COMPLETE"),
                new Sample(
                        "SEND without a body",
                        """
                        MSRP dkei38sd SEND
                        To-Path: msrp://b.example:2/y;tcp
                        From-Path: msrp://a.example:1/x;tcp
                        Message-ID: 12339sdqwer
                        Byte-Range: 1-0/0
                        -------dkei38sd$
                        """,
                        "SEND dkei38sd " + PATHS + " id=12339sdqwer range=1-0/0 COMPLETE"),
                new Sample(
                        "names and values in other letters, no or much space, Content-Type not"
                                + " last",
                        """
                        MSRP dkei38sd SEND
                        TO-PATH:msrp://b.example:2/y;tcp
                        from-path:  msrp://a.example:1/x;tcp\s
                        message-id:12339sdqwer
                        CONTENT-type: a/b
                        success-report: YES
                        failure-report: No
                        byte-range: 007-*/*

                        x
                        -------dkei38sd$
                        """,
                        "SEND dkei38sd "
                                + PATHS
                                + " id=12339sdqwer range=7-*/* success=yes failure=no type=a/b"
                                + " |x| COMPLETE"),
                new Sample(
                        "a method of tomorrow, with a body and no Message-ID",
                        """
                        MSRP dkei38sd NICKNAME
                        To-Path: msrp://b.example:2/y;tcp
                        From-Path: msrp://a.example:1/x;tcp
                        Use-Nickname: "Alice"
                        Content-Type: a/b

                        x
                        -------dkei38sd$
                        """,
                        "NICKNAME dkei38sd "
                                + PATHS
                                + " {Use-Nickname=\"Alice\"} type=a/b |x| COMPLETE"),
                new Sample(
                        "a range that begins behind the last octet of a finished message",
                        """
                        MSRP dkei38sd SEND
                        To-Path: msrp://b.example:2/y;tcp
                        From-Path: msrp://a.example:1/x;tcp
                        Message-ID: 12339sdqwer
                        Byte-Range: 4097-4096/4096
                        Content-Type: a/b


                        -------dkei38sd$
                        """,
                        "SEND dkei38sd "
                                + PATHS
                                + " id=12339sdqwer range=4097-4096/4096 type=a/b || COMPLETE"),
                new Sample(
                        "empty body that shares its CRLF with the empty line",
                        """
                        MSRP dkei38sd SEND
                        To-Path: msrp://b.example:2/y;tcp
                        From-Path: msrp://a.example:1/x;tcp
                        Message-ID: 12339sdqwer
                        Content-Type: a/b

                        -------dkei38sd$
                        """,
                        "SEND dkei38sd " + PATHS + " id=12339sdqwer type=a/b || COMPLETE"),
                send("interrupted", "a786hjs2", "part", '+', Continuation.MORE),
                send("aborted", "a786hjs2", "part", '#', Continuation.ABORTED),
                send("long id", "a".repeat(32), "text", '$', Continuation.COMPLETE),
                send("short id", "abcd", "text", '$', Continuation.COMPLETE),
                send(
                        "id with hyphens that look like another end-line",
                        "ab-------ab",
                        "-------ab\n-------ab-------a\n-------ab-----",
                        '$',
                        Continuation.COMPLETE),
                body("empty body", ""),
                body("body that is one line break", "\n"),
                body("body that ends in line breaks", "text\n\n"),
                body("end-line of another transaction", "a\n-------a786hjs3$\nb"),
                body("id is a prefix of another", "a\n-------a786hjs2x$\nb"),
                body("other id is a prefix of ours", "a\n-------a786hjs$\nb"),
                body("no flag", "a\n-------a786hjs2\nb"),
                body("unknown flag", "a\n-------a786hjs2!\nb"),
                body("no CRLF after the flag", "a\n-------a786hjs2$b\nc"),
                body("eight hyphens", "a\n--------a786hjs2$\nb"),
                body("six hyphens", "a\n------a786hjs2$\nb"),
                body("not at the beginning of a line", "a-------a786hjs2$\nb"),
                body("our id as text", "a786hjs2 a786hjs2$ -------a786hjs2"),
                body("begins like the end-line", "-------a786hjs3$\nb"),
                body("begins like the end-line, but for its end", "-------a786hjs2$b\nc"),
                body("begins with hyphens", "--------------------------------------------"),
                body("a beginning behind a beginning", "\n\n-------a786\n-------a786hjs2\n-------"),
                body("hyphens of every length", hyphens()),
                body("line breaks only", "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"),
                body("another frame inside", "MSRP zzzz9 SEND\nTo-Path: x\n\nb\n-------zzzz9$\n"));
    }

    private static String hyphens() {
        StringBuilder all = new StringBuilder();
        for (int length = 0; length < 20; length++) {
            all.append("\n").append("-".repeat(length)).append("x").append("-".repeat(length));
        }
        return all.toString();
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Rule("C-14")
    void findsTheFrame(Sample sample) {
        assertThat(Wire.frames(sample.octets())).containsExactly(sample.frame());
        assertThat(Wire.framesInPooledMemory(sample.octets())).containsExactly(sample.frame());
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Rule("C-15")
    void findsItSplitAnywhere(Sample sample) {
        byte[] octets = sample.octets();
        for (int split = 0; split <= octets.length; split++) {
            assertThat(Wire.framesSplitAt(split, octets))
                    .as("split at %s", split)
                    .containsExactly(sample.frame());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Rule("C-15")
    void findsItInReadsOfAnySize(Sample sample) {
        byte[] octets = sample.octets();
        for (int size = 1; size <= octets.length; size++) {
            assertThat(Wire.frames(octets, size))
                    .as("reads of %s", size)
                    .containsExactly(sample.frame());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Rule("C-15")
    void findsItJoinedToTheNextOne(Sample sample) {
        for (Sample next : samples().toList()) {
            byte[] both = Wire.join(sample.octets(), next.octets());
            String[] frames = {sample.frame(), next.frame()};
            assertThat(Wire.frames(both)).as(next.name()).containsExactly(frames);
            assertThat(Wire.frames(both, 7)).as(next.name()).containsExactly(frames);
            assertThat(Wire.framesSplitAt(sample.octets().length, both)).containsExactly(frames);
        }
    }

    @Test
    void takesLoneCarriageReturnsAndLineFeedsForBody() {
        String body =
                "\r\r\n\r\n\r-------a786hjs2$\n-------a786hjs2$\r\r\n\n-------a786hjs2$\r\n\r";
        byte[] octets = wireOf(body);
        for (int size = 1; size <= octets.length; size++) {
            assertThat(Wire.frames(octets, size).get(0)).contains("|" + FrameLog.show(body) + "|");
        }
    }

    @Test
    void everyOctetCanBeBody() {
        StringBuilder body = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            body.append(c);
        }
        byte[] octets = wireOf(body.toString());
        assertThat(Wire.frames(octets).get(0)).contains("|" + FrameLog.show(body.toString()) + "|");
    }

    @Test
    void deliversABodyAsFarAsItIsKnown() {
        byte[] octets = wireOf("first\r\n----second");
        String whole = new String(octets, US_ASCII);
        FrameLog log = new FrameLog();
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), log);
        int hyphens = whole.indexOf("----second");

        Wire.feed(parser, octets, 0, hyphens + 4);
        assertThat(log.unfinished()).endsWith("|first");

        Wire.feed(parser, octets, hyphens + 4, hyphens + 5);
        assertThat(log.unfinished()).endsWith("|first<CR><LF>----s");
    }

    @Test
    void bodyPiecesAreSlicesThatCanBeKept() {
        List<ByteBuf> kept = new ArrayList<>();
        MsrpParser parser =
                new MsrpParser(
                        MsrpLimits.defaults(), new OnBody(piece -> kept.add(piece.retain())));
        ByteBuf read = Unpooled.wrappedBuffer(wireOf("kept as it is"));

        parser.parse(read);

        assertThat(kept).hasSize(1);
        ByteBuf piece = kept.get(0);
        assertThat(piece.array()).isSameAs(read.array());
        read.release();
        assertThat(piece.toString(US_ASCII)).isEqualTo("kept as it is");
        piece.release();
        assertThat(read.refCnt()).isZero();
    }

    @Test
    void knowsWhetherAFrameIsUnderWay() {
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), new FrameLog());
        byte[] octets = wireOf("text");
        assertThat(parser.isBetweenFrames()).isTrue();
        for (int i = 0; i < octets.length; i++) {
            Wire.feed(parser, octets, i, i + 1);
            assertThat(parser.isBetweenFrames()).isEqualTo(i == octets.length - 1);
        }
    }

    @Test
    void growsItsMemoryForALongHeadAndFindsEverything() {
        String note = "n".repeat(3000);
        String wire =
                """
                MSRP dkei38sd SEND
                To-Path: msrp://b.example:2/y;tcp
                From-Path: msrp://a.example:1/x;tcp
                X-First: 1
                X-Note: %s
                X-Last: 2
                -------dkei38sd$
                """
                        .formatted(note);
        String frame =
                "SEND dkei38sd " + PATHS + " {X-First=1} {X-Note=" + note + "} {X-Last=2} COMPLETE";
        for (int size : List.of(1, 511, 512, 513, 1024, 1025, 5000)) {
            assertThat(Wire.frames(Wire.octets(wire), size)).containsExactly(frame);
        }
    }

    @Test
    void nothingFollowsADiscard() {
        byte[] two = Wire.join(wireOf("a\r\n-------b"), wireOf("c"));
        for (int size = 1; size <= two.length; size++) {
            List<String> calls = new ArrayList<>();
            OnBody listener = new OnBody(piece -> calls.add("body"));
            MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), listener);
            listener.afterwards = parser::discard;
            for (int at = 0; at < two.length; at += size) {
                Wire.feed(parser, two, at, Math.min(two.length, at + size));
            }
            assertThat(calls).containsExactly("body");
            assertThat(listener.ends).isZero();
        }
    }

    @Test
    void anExceptionOfTheListenerComesOutAndTheRestIsDiscarded() {
        OnBody listener = new OnBody(piece -> {});
        listener.afterwards =
                () -> {
                    throw new IllegalStateException("listener");
                };
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), listener);
        byte[] octets = wireOf("text");

        assertThatThrownBy(() -> Wire.feed(parser, octets)).hasMessage("listener");
        Wire.feed(parser, octets);

        assertThat(listener.ends).isZero();
    }

    @Test
    void refusesToBeCalledByItsListener() {
        ByteBuf inner = Unpooled.wrappedBuffer(wireOf("inner"));
        OnBody listener = new OnBody(piece -> {});
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), listener);
        listener.afterwards = () -> parser.parse(inner);

        assertThatThrownBy(() -> Wire.feed(parser, wireOf("outer")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("listener");
    }

    private static byte[] wireOf(String body) {
        byte[] before =
                Wire.octets(
                        """
                        MSRP a786hjs2 SEND
                        To-Path: msrp://b.example:2/y;tcp
                        From-Path: msrp://a.example:1/x;tcp
                        Message-ID: 87652491
                        Content-Type: text/plain

                        """);
        byte[] after = Wire.octets("\n-------a786hjs2$\n");
        byte[] text = body.getBytes(ISO_8859_1);
        return Wire.join(Wire.join(before, text), after);
    }

    /** Minds the body only. */
    private static final class OnBody implements FrameListener {
        private final Consumer<ByteBuf> taker;
        private Runnable afterwards = () -> {};
        private int ends;

        OnBody(Consumer<ByteBuf> taker) {
            this.taker = taker;
        }

        @Override
        public void onRequest(RequestHead head) {}

        @Override
        public void onBody(ByteBuf piece) {
            taker.accept(piece);
            afterwards.run();
        }

        @Override
        public void onRequestEnd(RequestHead head, Continuation flag) {
            ends++;
        }

        @Override
        public void onResponse(ResponseHead head) {}

        @Override
        public void onMalformed(Malformed malformed) {}
    }
}
