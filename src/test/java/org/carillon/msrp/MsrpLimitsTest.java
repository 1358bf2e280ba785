package org.carillon.msrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;

/** Every limit holds to the octet: what just fits is taken, one more is malformed. */
final class MsrpLimitsTest {
    private static final MsrpLimits LOW = new MsrpLimits(300, 5, 2, 3, 24, 8, 6);

    private static final String START = "MSRP dkei38sd SEND\n";
    private static final String PATHS = "To-Path: msrp://b:2/y;tcp\nFrom-Path: msrp://a:1/x;tcp\n";
    private static final String END = "-------dkei38sd$\n";

    @Test
    @Rule("C-33")
    void headBytes() {
        int others = Wire.octets(START + PATHS + "X-Note: \n" + END).length;
        String note = "n".repeat(LOW.headBytes() - others);

        assertThat(outcome(START + PATHS + "X-Note: " + note + "\n" + END)).startsWith("SEND");
        assertThat(outcome(START + PATHS + "X-Note: n" + note + "\n" + END))
                .isEqualTo("malformed HEAD_TOO_LONG, answer dkei38sd");
    }

    @Test
    @Rule("C-33")
    void headBytesAlsoOfALineThatNeverEnds() {
        FrameLog log = new FrameLog();
        MsrpParser parser = new MsrpParser(LOW, log);
        for (int i = 0; i < LOW.headBytes(); i++) {
            Wire.feed(parser, new byte[] {'M'});
            assertThat(log.frames()).isEmpty();
        }
        Wire.feed(parser, new byte[] {'M'});
        assertThat(log.frames()).containsExactly("malformed HEAD_TOO_LONG, answer nobody");
    }

    @Test
    @Rule("C-33")
    void headerLines() {
        String three = "Message-ID: abcd\nByte-Range: 1-*/*\nStatus: 000 200\n";

        assertThat(outcome(START + PATHS + three + END)).startsWith("SEND");
        assertThat(outcome(START + PATHS + three + "Success-Report: no\n" + END))
                .isEqualTo("malformed TOO_MANY_HEADERS, answer dkei38sd");
    }

    @Test
    void otherHeaders() {
        assertThat(outcome(START + PATHS + "A: 1\nB: 2\n" + END)).startsWith("SEND");
        assertThat(outcome(START + PATHS + "A: 1\nB: 2\nC: 3\n" + END))
                .isEqualTo("malformed TOO_MANY_OTHER_HEADERS, answer dkei38sd");
    }

    @Test
    @Rule("C-33")
    void pathUris() {
        String three = "To-Path: msrp://b:2/y;tcp msrp://c:3/z;tcp msrp://d:4/z;tcp";
        String from = "\nFrom-Path: msrp://a:1/x;tcp\n";

        assertThat(outcome(START + three + from + END)).startsWith("SEND");
        assertThat(outcome(START + three + " msrp://e:5/z;tcp" + from + END))
                .isEqualTo("malformed PATH_TOO_LONG, answer nobody");
        assertThat(MsrpPath.parse(three.substring(9), LOW).value()).isPresent();
        assertThat(MsrpPath.parse(three.substring(9) + " msrp://e:5/z;tcp", LOW).problem())
                .contains(Fault.PATH_TOO_LONG);
    }

    @Test
    void uriBytes() {
        String uri = "msrp://b:2/yyyyyyyyy;tcp";
        String longer = "msrp://b:2/yyyyyyyyyy;tcp";
        String from = "\nFrom-Path: msrp://a:1/x;tcp\n";

        assertThat(uri).hasSize(LOW.uriBytes());
        assertThat(outcome(START + "To-Path: " + uri + from + END)).startsWith("SEND");
        assertThat(outcome(START + "To-Path: " + longer + from + END))
                .isEqualTo("malformed URI_TOO_LONG, answer nobody");
        assertThat(MsrpPath.parse(uri, LOW).value()).isPresent();
        assertThat(MsrpPath.parse(longer, LOW).problem()).contains(Fault.URI_TOO_LONG);
    }

    @Test
    @Rule("C-33")
    void identChars() {
        assertThat(outcome(START + PATHS + "Message-ID: abcdefgh\n" + END)).startsWith("SEND");
        assertThat(outcome(START + PATHS + "Message-ID: abcdefghi\n" + END))
                .isEqualTo("malformed MESSAGE_ID, answer dkei38sd");
        assertThat(outcome(START.replace("dkei38sd", "dkei38sdx")))
                .isEqualTo("malformed TRANSACTION_ID, answer nobody");
    }

    @Test
    void identCharsBeyondTheGrammarForPeersThatNeedIt() {
        MsrpLimits wide = new MsrpLimits(300, 5, 2, 3, 24, 40, 6);
        String id = "a".repeat(40);
        String wire =
                "MSRP "
                        + id
                        + " SEND\n"
                        + PATHS
                        + "Message-ID: abcd\nContent-Type: a\n\nx\n-------"
                        + id
                        + "$\n";
        assertThat(outcome(wide, wire)).startsWith("SEND " + id).endsWith("|x| COMPLETE");
    }

    @Test
    @Rule("C-33")
    void nonSendBodyBytes() {
        String head = "MSRP dkei38sd OTHER\n" + PATHS + "Content-Type: a/b\n\n";

        for (int size : List.of(1, 2, 3, 1000)) {
            assertThat(outcome(LOW, head + "123456\n" + END, size)).endsWith("|123456| COMPLETE");
            assertThat(outcome(LOW, head + "1234567\n" + END, size))
                    .isEqualTo("malformed BODY_TOO_LONG, answer dkei38sd");
            assertThat(outcome(LOW, head.replace("OTHER", "REPORT") + "1234567\n" + END, size))
                    .isEqualTo("malformed BODY_TOO_LONG, answer nobody");
        }
    }

    @Test
    void theBodyOfASendHasNoLimit() {
        String head = START + PATHS + "Message-ID: abcd\nContent-Type: a/b\n\n";
        String body = "x".repeat(100_000);
        assertThat(outcome(head + body + "\n" + END)).endsWith("|" + body + "| COMPLETE");
    }

    @Test
    void theDefaultsAreThoseOfTheRfcWhereItHasAny() {
        MsrpLimits limits = MsrpLimits.defaults();
        assertThat(limits.identChars()).isEqualTo(32);
        assertThat(limits.nonSendBodyBytes()).isEqualTo(10240);
    }

    @Test
    void limitsThatNoFrameCouldKeepAreRefused() {
        assertThatThrownBy(() -> new MsrpLimits(255, 5, 2, 3, 24, 8, 6))
                .hasMessage("head-bytes=255, expected at least 256");
        assertThatThrownBy(() -> new MsrpLimits(256, 1, 2, 3, 24, 8, 6))
                .hasMessageContaining("header-lines");
        assertThatThrownBy(() -> new MsrpLimits(256, 2, -1, 3, 24, 8, 6))
                .hasMessageContaining("other-headers");
        assertThatThrownBy(() -> new MsrpLimits(256, 2, 0, 0, 24, 8, 6))
                .hasMessageContaining("path-uris");
        assertThatThrownBy(() -> new MsrpLimits(256, 2, 0, 1, 15, 8, 6))
                .hasMessageContaining("uri-bytes");
        assertThatThrownBy(() -> new MsrpLimits(256, 2, 0, 1, 16, 3, 6))
                .hasMessageContaining("ident-chars");
        assertThatThrownBy(() -> new MsrpLimits(256, 2, 0, 1, 16, 4, -1))
                .hasMessageContaining("non-send-body-bytes");
        assertThat(new MsrpLimits(256, 2, 0, 1, 16, 4, 0)).isNotNull();
    }

    private static String outcome(String wire) {
        return outcome(LOW, wire);
    }

    private static String outcome(MsrpLimits limits, String wire) {
        String atOnce = outcome(limits, wire, wire.length() * 2);
        assertThat(outcome(limits, wire, 1)).isEqualTo(atOnce);
        return atOnce;
    }

    private static String outcome(MsrpLimits limits, String wire, int readSize) {
        FrameLog log = new FrameLog();
        MsrpParser parser = new MsrpParser(limits, log);
        byte[] octets = Wire.octets(wire);
        for (int at = 0; at < octets.length; at += readSize) {
            Wire.feed(parser, octets, at, Math.min(octets.length, at + readSize));
        }
        assertThat(log.frames()).hasSize(1);
        return log.frames().get(0);
    }
}
