package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PiecesTest {
    private final Pieces pieces = new Pieces(UnpooledByteBufAllocator.DEFAULT, 4);

    @AfterEach
    void release() {
        pieces.releaseAll();
    }

    private void append(String text) {
        ByteBuf source = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        pieces.append(source, 0, source.readableBytes());
        source.release();
    }

    private String read(long from, long length) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        pieces.read(
                from,
                length,
                slice -> {
                    byte[] part = new byte[slice.readableBytes()];
                    slice.readBytes(part);
                    slice.release();
                    octets.writeBytes(part);
                });
        return octets.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void readsAcrossPieces() {
        append("abcdef");
        append("ghijkl");
        assertThat(read(0, 12)).isEqualTo("abcdefghijkl");
        assertThat(read(4, 4)).isEqualTo("efgh");
    }

    @Test
    void smallPiecesShareABlock() {
        append("ab");
        append("cd");
        append("e");
        assertThat(pieces.count()).isEqualTo(1);
        assertThat(read(1, 4)).isEqualTo("bcde");
    }

    @Test
    void aLargePieceIsNotCopied() {
        ByteBuf source = Unpooled.copiedBuffer("abcdef", StandardCharsets.US_ASCII);
        pieces.append(source, 0, 6);
        assertThat(source.refCnt()).isEqualTo(2);
        pieces.releaseAll();
        assertThat(source.refCnt()).isEqualTo(1);
        source.release();
    }

    @Test
    void onlyWholePiecesAreReleased() {
        append("abcdef");
        append("ghijkl");
        assertThat(pieces.releaseBefore(5)).isZero();
        assertThat(pieces.releaseBefore(6)).isEqualTo(6);
        assertThat(pieces.start()).isEqualTo(6);
        assertThat(read(6, 6)).isEqualTo("ghijkl");
        assertThat(pieces.releaseBefore(100)).isEqualTo(6);
        assertThat(pieces.start()).isEqualTo(12);
    }

    @Test
    void overwritesAcrossPieces() {
        append("abcdef");
        append("ghijkl");
        ByteBuf source = Unpooled.copiedBuffer("EFGH", StandardCharsets.US_ASCII);
        pieces.overwrite(4, source, 0, 4);
        source.release();
        assertThat(read(0, 12)).isEqualTo("abcdEFGHijkl");
    }

    @Test
    void whatPinsALargeReadBufferIsCopied() {
        ByteBuf read = Unpooled.buffer(1000, 1000).writeBytes(new byte[1000]);
        read.setBytes(0, "abcdefgh".getBytes(StandardCharsets.US_ASCII));
        pieces.append(read, 0, 8);
        pieces.compactFrom(0);
        assertThat(read.refCnt()).isEqualTo(1);
        assertThat(read(0, 8)).isEqualTo("abcdefgh");
        read.release();
    }

    @Test
    void isWhatAnArrayIs() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Pieces ours = new Pieces(UnpooledByteBufAllocator.DEFAULT, 16);
            byte[] all = new byte[4000];
            random.nextBytes(all);
            int end = 0;
            while (end < all.length) {
                int n = Math.min(all.length - end, 1 + random.nextInt(60));
                ByteBuf source = Unpooled.buffer(1024).writeBytes(all, end, n);
                ours.append(source, 0, n);
                source.release();
                end += n;
                if (random.nextInt(4) == 0) {
                    ours.compactFrom(end - random.nextInt(end));
                }
                if (random.nextInt(6) == 0) {
                    ours.releaseBefore(random.nextInt(end));
                }
                check(ours, all, end, random, seed);
            }
            ours.releaseAll();
        }
    }

    private static void check(Pieces ours, byte[] all, int end, Random random, long seed) {
        int start = (int) ours.start();
        int from = start + random.nextInt(end - start + 1);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        ours.read(
                from,
                end - from,
                slice -> {
                    byte[] part = new byte[slice.readableBytes()];
                    slice.readBytes(part);
                    slice.release();
                    octets.writeBytes(part);
                });
        assertThat(octets.toByteArray())
                .as("seed " + seed)
                .isEqualTo(Arrays.copyOfRange(all, from, end));
    }
}
