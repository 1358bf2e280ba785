package org.carillon.msrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer gets wrong is told once, whatever the reads, and with the answer it may have. */
final class MalformedTest {
    private static final String NOBODY = "nobody";

    private static final String TO = "To-Path: msrp://b.example:2/y;tcp\n";
    private static final String FROM = "From-Path: msrp://a.example:1/x;tcp\n";
    private static final String PATHS = TO + FROM;
    private static final String SEND = "MSRP dkei38sd SEND\n";
    private static final String END = "-------dkei38sd$\n";

    static Stream<Arguments> wrongFrames() {
        return Stream.of(
                wrong("GET / HTTP/1.1\n", Fault.START_LINE, NOBODY),
                wrong("\n" + SEND + PATHS + END, Fault.START_LINE, NOBODY),
                wrong("msrp dkei38sd SEND\n", Fault.START_LINE, NOBODY),
                wrong("MSRP dkei38sd\n", Fault.START_LINE, NOBODY),
                wrong("MSRP dkei38sd \n", Fault.START_LINE, NOBODY),
                wrong("MSRP dkei38sd send\n", Fault.START_LINE, NOBODY),
                wrong("MSRP dkei38sd SEND \n", Fault.START_LINE, NOBODY),
                wrong("MSRP dkei38sd 20 OK\n", Fault.START_LINE, NOBODY),
                wrong("MSRP dkei38sd 2000 OK\n", Fault.START_LINE, NOBODY),
                wrong("MSRP dkei38sd 2x0 OK\n", Fault.START_LINE, NOBODY),
                wrong("MSRP  dkei38sd SEND\n", Fault.TRANSACTION_ID, NOBODY),
                wrong("MSRP abc SEND\n", Fault.TRANSACTION_ID, NOBODY),
                wrong("MSRP .abcd SEND\n", Fault.TRANSACTION_ID, NOBODY),
                wrong("MSRP ab_cd SEND\n", Fault.TRANSACTION_ID, NOBODY),
                wrong("MSRP äbcd SEND\n", Fault.TRANSACTION_ID, NOBODY),
                wrong("MSRP " + "a".repeat(33) + " SEND\n", Fault.TRANSACTION_ID, NOBODY),
                wrong(SEND + "To-Path: a\0b\n", Fault.LINE_ENDING, NOBODY),
                wrong(SEND + PATHS + "X-Note: a\u007fb\n", Fault.LINE_ENDING, "dkei38sd"),
                wrong(SEND + PATHS + "-------dkei38se$\n", Fault.END_LINE, "dkei38sd"),
                wrong(SEND + PATHS + "-------dkei38sdx$\n", Fault.END_LINE, "dkei38sd"),
                wrong(SEND + PATHS + "-------dkei38sd!\n", Fault.END_LINE, "dkei38sd"),
                wrong(SEND + PATHS + "-------dkei38sd\n", Fault.END_LINE, "dkei38sd"),
                wrong(SEND + PATHS + "------dkei38sd$\n", Fault.END_LINE, "dkei38sd"),
                wrong(SEND + PATHS + "-\n", Fault.END_LINE, "dkei38sd"),
                wrong("MSRP dkei38sd 200 OK\n" + PATHS + "\n", Fault.BODY_IN_RESPONSE, NOBODY),
                wrong("MSRP dkei38sd 200 OK\n" + TO + END, Fault.PATH_ORDER, NOBODY),
                wrong(SEND + END, Fault.PATH_ORDER, NOBODY),
                wrong(SEND + TO + END, Fault.PATH_ORDER, NOBODY),
                wrong(SEND + FROM + TO + END, Fault.PATH_ORDER, NOBODY),
                wrong(SEND + TO + "X-Note: a\n" + FROM + END, Fault.PATH_ORDER, NOBODY),
                wrong(SEND + PATHS + TO + END, Fault.REPEATED_HEADER, "dkei38sd"),
                wrong(SEND + PATHS + FROM + END, Fault.REPEATED_HEADER, "dkei38sd"),
                wrong(
                        SEND + PATHS + twice("Message-ID: abcd\n"),
                        Fault.REPEATED_HEADER,
                        "dkei38sd"),
                wrong(SEND + PATHS + twice("Status: 000 200\n"), Fault.REPEATED_HEADER, "dkei38sd"),
                wrong(
                        SEND + PATHS + twice("Byte-Range: 1-*/*\n"),
                        Fault.REPEATED_HEADER,
                        "dkei38sd"),
                wrong(
                        SEND + PATHS + twice("Success-Report: no\n"),
                        Fault.REPEATED_HEADER,
                        "dkei38sd"),
                wrong(
                        SEND + PATHS + twice("Failure-Report: yes\n"),
                        Fault.REPEATED_HEADER,
                        "dkei38sd"),
                wrong(
                        SEND + PATHS + twice("Content-Type: a/b\n"),
                        Fault.REPEATED_HEADER,
                        "dkei38sd"),
                wrong(SEND + "To-Path:\n" + FROM + END, Fault.PATH, NOBODY),
                wrong(
                        SEND + "To-Path: msrp://b;tcp  msrp://c;tcp\n" + FROM + END,
                        Fault.PATH,
                        NOBODY),
                wrong(SEND + PATHS + "no colon\n" + END, Fault.HEADER, "dkei38sd"),
                wrong(SEND + PATHS + ": no name\n" + END, Fault.HEADER, "dkei38sd"),
                wrong(SEND + PATHS + " folded: line\n" + END, Fault.HEADER, "dkei38sd"),
                wrong(SEND + PATHS + "X Note: space\n" + END, Fault.HEADER, "dkei38sd"),
                wrong(SEND + PATHS + "1-Note: digit\n" + END, Fault.HEADER, "dkei38sd"),
                wrong(SEND + PATHS + "Message-ID: abc\n" + END, Fault.MESSAGE_ID, "dkei38sd"),
                wrong(SEND + PATHS + "Message-ID: ab cd\n" + END, Fault.MESSAGE_ID, "dkei38sd"),
                wrong(SEND + PATHS + "Content-Type: a/b\n\n", Fault.MESSAGE_ID, "dkei38sd"),
                wrong(
                        SEND + PATHS + "Message-ID: abcd\n\n",
                        Fault.BODY_WITHOUT_CONTENT_TYPE,
                        "dkei38sd"),
                wrong(
                        SEND + PATHS + "Success-Report: partial\n" + END,
                        Fault.SUCCESS_REPORT,
                        "dkei38sd"),
                wrong(
                        SEND + PATHS + "Failure-Report: maybe\n" + END,
                        Fault.FAILURE_REPORT,
                        "dkei38sd"),
                wrong(SEND + PATHS + "Failure-Report: no\nX\n" + END, Fault.HEADER, NOBODY),
                wrong(SEND + PATHS + "X\nFailure-Report: no\n" + END, Fault.HEADER, NOBODY),
                wrong(
                        SEND + PATHS + "X\nFailure-Report: partial\n" + END,
                        Fault.HEADER,
                        "dkei38sd"),
                wrong("MSRP dkei38sd REPORT\n" + PATHS + "X\n" + END, Fault.HEADER, NOBODY),
                wrong("MSRP dkei38sd AUTH\n" + PATHS + "X\n" + END, Fault.HEADER, "dkei38sd"),
                wrong("MSRP dkei38sd 200 OK\n" + PATHS + "X\n" + END, Fault.HEADER, NOBODY));
    }

    private static String twice(String line) {
        return line + line + END;
    }

    private static Arguments wrong(String wire, Fault fault, String answer) {
        return Arguments.of(wire, "malformed " + fault + ", answer " + answer);
    }

    @ParameterizedTest
    @MethodSource("wrongFrames")
    void isToldOnceAndNothingFollows(String wire, String frame) {
        byte[] octets = Wire.join(Wire.octets(wire), Wire.octets(SEND + PATHS + END));
        for (int size = 1; size <= octets.length; size++) {
            assertThat(Wire.frames(octets, size)).as("reads of %s", size).containsExactly(frame);
        }
    }

    @ParameterizedTest
    @MethodSource("wrongFrames")
    void doesNotHurtTheFrameBefore(String wire, String frame) {
        byte[] octets = Wire.join(Wire.octets(SEND + PATHS + END), Wire.octets(wire));
        List<String> frames = Wire.frames(octets);
        assertThat(frames).hasSize(2).last().isEqualTo(frame);
        assertThat(frames.get(0)).startsWith("SEND dkei38sd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\rX", "\r\r\n"})
    void aLineEndsInCrlfOnly(String ending) {
        String wire = "MSRP dkei38sd SEND" + ending + "To-Path: msrp://b.example:2/y;tcp\r\n";
        for (int size : List.of(1, 2, 1000)) {
            assertThat(Wire.frames(wire.getBytes(StandardCharsets.US_ASCII), size))
                    .containsExactly("malformed LINE_ENDING, answer nobody");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0-5/5",
        "-1-5/5",
        "1-2-3/4",
        "1-5",
        "1/5",
        "1-/5",
        "-5/5",
        "1-5/",
        "*-5/5",
        "1-5/4",
        "3-1/5",
        "1-1/0",
        "2-*/0",
        "7-*/5",
        "1-**/5",
        "1-x/5",
        "1-5/-5",
        "+1-5/5",
        "1 -5/5",
        "9223372036854775808-*/*",
        "1-9223372036854775808/*",
        "1-*/9223372036854775808",
        "1-*/18446744073709551617",
        "1-*/99999999999999999999999999999999999999"
    })
    @Rule("C-33")
    void aByteRangeThatCannotBe(String range) {
        assertThat(Wire.frames(withLine("Byte-Range: " + range)))
                .containsExactly("malformed BYTE_RANGE, answer dkei38sd");
    }

    @ParameterizedTest
    @CsvSource({
        "1-0/0",
        "1-*/0",
        "1-1/1",
        "1-*/*",
        "5-9/*",
        "6-*/5",
        "6-5/5",
        "9223372036854775807-9223372036854775807/9223372036854775807"
    })
    void aByteRangeThatCan(String range) {
        assertThat(Wire.frames(withLine("Byte-Range: " + range)).get(0)).contains("range=" + range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "200",
                "000",
                "000 ",
                "000 20",
                "000 2000",
                "00 200",
                "0000 200",
                "000  200",
                "000x200 OK",
                "x00 200"
            })
    void aStatusThatCannotBe(String status) {
        assertThat(Wire.frames(withLine("Status: " + status)))
                .containsExactly("malformed STATUS, answer dkei38sd");
    }

    @ParameterizedTest
    @CsvSource({"000 200, status=0/200", "123 999 x y, status=123/999 comment=x y"})
    void aStatusThatCan(String status, String shown) {
        assertThat(Wire.frames(withLine("Status: " + status)).get(0)).contains(shown);
    }

    private static byte[] withLine(String line) {
        return Wire.octets(SEND + PATHS + line + "\n" + END);
    }

    @Test
    void theFirstOfSeveralFaultsIsTold() {
        assertThat(Wire.frames(withLine("Byte-Range: 0\nStatus: 0\nFailure-Report: 0")))
                .containsExactly("malformed BYTE_RANGE, answer dkei38sd");
    }

    @Test
    void theAnswerableRequestCanBeAnswered() {
        List<String> answers = new ArrayList<>();
        FrameLog log = new FrameLog();
        MsrpParser parser =
                new MsrpParser(
                        MsrpLimits.defaults(),
                        new ForwardingListener(log) {
                            @Override
                            public void onMalformed(Malformed malformed) {
                                malformed
                                        .answerable()
                                        .ifPresent(r -> answers.add(MsrpWriterTest.response(r)));
                            }
                        });
        Wire.feed(parser, withLine("no header"));
        assertThat(answers)
                .containsExactly(
                        """
                        MSRP dkei38sd 400 Bad Request
                        To-Path: msrp://a.example:1/x;tcp
                        From-Path: msrp://b.example:2/y;tcp
                        -------dkei38sd$
                        """);
    }

    @Test
    void faultsSayNothingOfThePeer() {
        for (Fault fault : Fault.values()) {
            assertThat(fault.phrase()).matches("[\\x20-\\x7e]{10,100}");
        }
    }
}
