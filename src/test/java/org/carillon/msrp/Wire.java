package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;

/** Octets as the network brings them: text blocks with CRLF, cut anywhere. */
final class Wire {

    private Wire() {}

    /** The octets of a text block, its line ends turned into CRLF. */
    static byte[] octets(String block) {
        return block.replace("\n", "\r\n").getBytes(UTF_8);
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** What is found in these octets when they come in reads of this size. */
    static List<String> frames(byte[] octets, int readSize) {
        FrameLog log = new FrameLog();
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), log);
        for (int at = 0; at < octets.length; at += readSize) {
            feed(parser, octets, at, Math.min(octets.length, at + readSize));
        }
        return log.frames();
    }

    /** What is found when they come in one read. */
    static List<String> frames(byte[] octets) {
        return frames(octets, Math.max(1, octets.length));
    }

    /** What is found when they come in one read, in a buffer as a relay has them. */
    static List<String> framesInPooledMemory(byte[] octets) {
        FrameLog log = new FrameLog();
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), log);
        feed(parser, PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(octets));
        return log.frames();
    }

    /** What is found in these octets when they come in two reads. */
    static List<String> framesSplitAt(int split, byte[] octets) {
        FrameLog log = new FrameLog();
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), log);
        feed(parser, octets, 0, split);
        feed(parser, octets, split, octets.length);
        return log.frames();
    }

    static void feed(MsrpParser parser, byte[] octets) {
        feed(parser, octets, 0, octets.length);
    }

    /** Gives the parser one read, which must be taken as a whole and not be kept. */
    static void feed(MsrpParser parser, byte[] octets, int from, int to) {
        feed(parser, Unpooled.buffer().writeBytes(octets, from, to - from));
    }

    private static void feed(MsrpParser parser, ByteBuf read) {
        try {
            parser.parse(read);
            assertThat(read.isReadable()).as("left over").isFalse();
            assertThat(read.refCnt()).as("references").isEqualTo(1);
        } finally {
            assertThat(read.release()).as("last reference").isTrue();
        }
    }
}
