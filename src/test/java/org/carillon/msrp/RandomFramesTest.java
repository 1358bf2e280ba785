package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the writer writes the parser finds, however it is cut; and whatever else comes, it neither
 * throws nor stalls, and every cut of the same octets gives the same frames. A failure names its
 * seed.
 */
final class RandomFramesTest {
    private static final int ROUNDS = 300;
    private static final String[] MORSELS = {
        "\r", "\n", "\r\n", "-", "-------", "$", "+", "#", "x", "\u00ff", "\0", "MSRP "
    };
    private static final String[] LINES = {
        "To-Path: ", "From-Path: ", "Message-ID: ", "Byte-Range: ", "Content-Type: ", "Status: ",
        "Failure-Report: no\r\n", "X: y\r\n", "MSRP abcd SEND\r\n", "-------abcd$\r\n", "\r\n", " ",
        "9223372036854775808", "1-*/*\r\n", "000 200\r\n"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261122})
    void whatIsWrittenIsFound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            ByteBuf wire = Unpooled.buffer();
            List<String> expected = new ArrayList<>();
            for (int frames = random.nextInt(1, 5); frames > 0; frames--) {
                expected.add(writeFrame(random, wire));
            }
            byte[] octets = taken(wire);
            assertThat(cutAtRandom(random, octets))
                    .as("seed=%s round=%s", seed, round)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6, 20261123})
    void whateverComesEveryCutGivesTheSame(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int malformed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ByteBuf wire = Unpooled.buffer();
            writeFrame(random, wire);
            writeFrame(random, wire);
            byte[] octets = taken(wire);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                octets = mutated(random, octets);
            }
            List<String> atOnce = Wire.frames(octets);
            assertThat(cutAtRandom(random, octets))
                    .as("seed=%s round=%s", seed, round)
                    .isEqualTo(atOnce);
            assertThat(Wire.frames(octets, 1)).isEqualTo(atOnce);
            malformed += String.join("", atOnce).contains("malformed") ? 1 : 0;
        }
        assertThat(malformed).as("rounds that went wrong").isBetween(1, ROUNDS - 1);
    }

    private static String writeFrame(SplittableRandom random, ByteBuf out) {
        return random.nextInt(4) == 0 ? writeReport(random, out) : writeSend(random, out);
    }

    private static String writeReport(SplittableRandom random, ByteBuf out) {
        long id = TransactionId.choose(random);
        MsrpPath to = path(random);
        MsrpPath from = path(random);
        long total = random.nextLong(Long.MAX_VALUE);
        int status = random.nextInt(600, 1000);
        byte[] messageId = "abcd".getBytes(ISO_8859_1);
        MsrpWriter.writeReport(out, id, to, from, messageId, ByteRange.whole(total), status);
        return "REPORT "
                + TransactionId.toString(id)
                + shown(from, to)
                + " id=abcd range=1-"
                + total
                + "/"
                + total
                + " status=0/"
                + status
                + " COMPLETE";
    }

    private static String writeSend(SplittableRandom random, ByteBuf out) {
        long id = TransactionId.choose(random);
        MsrpPath to = path(random);
        MsrpPath from = path(random);
        FailureReport failure = pick(random, List.of(FailureReport.values()));
        boolean success = random.nextBoolean();
        Continuation flag = pick(random, List.of(Continuation.values()));
        long start = random.nextLong(1, Long.MAX_VALUE);
        String body = body(random, id);
        byte[] other = "Content-ID: <1>\r\n".getBytes(ISO_8859_1);
        byte[] type = "message/cpim".getBytes(ISO_8859_1);
        byte[] messageId = "m.1-2".getBytes(ISO_8859_1);
        SendTemplate template =
                new SendTemplate(to, from, messageId, success, failure, other, type);
        template.writeHead(out, id, start, ByteRange.UNKNOWN, ByteRange.UNKNOWN);
        out.writeBytes(body.getBytes(ISO_8859_1));
        MsrpWriter.writeEndOfBody(out, id, flag);
        return "SEND "
                + TransactionId.toString(id)
                + shown(from, to)
                + " id=m.1-2 range="
                + start
                + "-*/*"
                + (success ? " success=yes" : "")
                + (failure == FailureReport.YES ? "" : " failure=" + failure.value())
                + " {Content-ID=<1>} type=message/cpim |"
                + FrameLog.show(body)
                + "| "
                + flag;
    }

    private static <T> T pick(SplittableRandom random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Something that looks like the end in as many ways as chance finds. */
    private static String body(SplittableRandom random, long id) {
        StringBuilder body = new StringBuilder();
        String digits = TransactionId.toString(id);
        for (int length = random.nextInt(40); length > 0; length--) {
            int choice = random.nextInt(MORSELS.length + 3);
            switch (choice) {
                case 0 -> body.append("\r\n-------").append(digits);
                case 1 -> body.append(digits, 0, random.nextInt(digits.length()));
                case 2 -> body.append("text that goes on for a while, ".repeat(random.nextInt(5)));
                default -> body.append(MORSELS[choice - 3]);
            }
        }
        return body.toString().replaceAll("(-------" + digits + ")([$+#])", "$1x$2");
    }

    private static MsrpPath path(SplittableRandom random) {
        MsrpPath path = MsrpPath.of(uri(random));
        return random.nextBoolean() ? path : path.prepend(uri(random));
    }

    private static MsrpUri uri(SplittableRandom random) {
        return MsrpUri.tcp(random.nextBoolean(), "h.example", 2855, "s" + random.nextInt(1000));
    }

    private static String shown(MsrpPath from, MsrpPath to) {
        return " " + from.toString().replace(' ', '>') + " -> " + to.toString().replace(' ', '>');
    }

    private static byte[] mutated(SplittableRandom random, byte[] octets) {
        int at = random.nextInt(octets.length);
        String before = new String(octets, 0, at, ISO_8859_1);
        String after = new String(octets, at, octets.length - at, ISO_8859_1);
        String changed =
                switch (random.nextInt(4)) {
                    case 0 -> before + after.substring(1);
                    case 1 -> before + (char) random.nextInt(256) + after.substring(1);
                    case 2 -> before + LINES[random.nextInt(LINES.length)] + after;
                    default -> before + after.substring(random.nextInt(after.length())) + after;
                };
        return changed.isEmpty() ? octets : changed.getBytes(ISO_8859_1);
    }

    private static List<String> cutAtRandom(SplittableRandom random, byte[] octets) {
        FrameLog log = new FrameLog();
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), log);
        int longest = random.nextInt(1, 200);
        for (int at = 0, end; at < octets.length; at = end) {
            end = Math.min(octets.length, at + random.nextInt(longest + 1));
            Wire.feed(parser, octets, at, end);
        }
        return log.frames();
    }

    private static byte[] taken(ByteBuf wire) {
        byte[] octets = new byte[wire.readableBytes()];
        wire.readBytes(octets);
        wire.release();
        return octets;
    }
}
