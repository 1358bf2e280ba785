package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.carillon.msrp.MsrpLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final int KIB = 1024;

    @TempDir Path directory;
    private final FakeLoop loop = new FakeLoop();
    private final RelayMetrics metrics = new RelayMetrics();
    private final Budget memory = new Budget(128 * KIB);
    private final Budget disk = new Budget(256 * KIB);
    private final List<String> told = new ArrayList<>();

    private final Spool.Watcher watcher =
            new Spool.Watcher() {
                @Override
                public void onSpoolMoved() {
                    told.add("moved");
                }

                @Override
                public void onSpoolFailed(Exception cause) {
                    told.add("failed");
                }
            };

    private Spool spool(Path where) {
        RelayLimits limits =
                new RelayLimits(
                        1, 1, 1, 1, 128 * KIB, 64 * KIB, 256 * KIB, 3, 16, 4096, 64, 16, 1024, 8);
        Surroundings around =
                new Surroundings(
                        loop,
                        UnpooledByteBufAllocator.DEFAULT,
                        (targets, leg, failed) -> {},
                        new Directory(),
                        loop.pool(),
                        loop.pool(),
                        where,
                        memory,
                        disk,
                        limits,
                        RelayTimers.defaults(),
                        metrics,
                        MsrpLimits.defaults(),
                        new Random(1));
        return new Spool(around, "test", watcher);
    }

    private static Spool.Written write(Spool spool, long at, byte[] octets) {
        ByteBuf source = Unpooled.wrappedBuffer(octets);
        Spool.Written written = spool.write(at, source);
        source.release();
        return written;
    }

    private static Spool.Written write(Spool spool, long at, String text) {
        return write(spool, at, text.getBytes(StandardCharsets.US_ASCII));
    }

    private String read(Spool spool, Spool.Cursor cursor, long most) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        if (spool.isOnDisk(cursor.position())) {
            spool.fetch(
                    cursor,
                    (int) most,
                    buffer -> {
                        cursor.advance(buffer.readableBytes());
                        drain(buffer, octets);
                    });
            loop.settle();
        } else {
            long n = Math.min(most, spool.inMemory(cursor.position()));
            spool.read(cursor, n, slice -> drain(slice, octets));
        }
        return octets.toString(StandardCharsets.ISO_8859_1);
    }

    private static void drain(ByteBuf buffer, ByteArrayOutputStream octets) {
        byte[] part = new byte[buffer.readableBytes()];
        buffer.readBytes(part);
        buffer.release();
        octets.writeBytes(part);
    }

    private void close(Spool spool) {
        spool.close(() -> told.add("closed"));
        loop.settle();
        assertThat(told).endsWith("closed");
        assertThat(memory.used()).isZero();
        assertThat(disk.used()).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    private static byte[] random(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    @Test
    void whatEveryReaderHasHadIsGivenBack() {
        Spool spool = spool(directory);
        Spool.Cursor fast = spool.open();
        Spool.Cursor slow = spool.open();
        write(spool, 0, random(1000));
        read(spool, fast, 1000);
        spool.settle();
        assertThat(memory.used()).isEqualTo(1000);
        assertThat(spool.holdsAll()).isTrue();
        read(spool, slow, 1000);
        spool.settle();
        assertThat(memory.used()).isZero();
        assertThat(spool.holdsAll()).isFalse();
        close(spool);
    }

    @Test
    void aReaderThatClosesHoldsNothing() {
        Spool spool = spool(directory);
        Spool.Cursor fast = spool.open();
        Spool.Cursor slow = spool.open();
        write(spool, 0, random(1000));
        read(spool, fast, 1000);
        slow.close();
        spool.settle();
        assertThat(memory.used()).isZero();
        close(spool);
    }

    @Test
    void whatALaggardHoldsBeyondHalfTheRoomsMemoryGoesToDisk() {
        Spool spool = spool(directory);
        Spool.Cursor reader = spool.open();
        byte[] octets = random(60 * KIB);
        for (int at = 0; at < octets.length; at += 10 * KIB) {
            write(spool, at, Arrays.copyOfRange(octets, at, at + 10 * KIB));
        }
        spool.settle();
        loop.settle();
        assertThat(disk.used()).isBetween(28L * KIB, 40L * KIB);
        assertThat(memory.used()).isLessThanOrEqualTo(32 * KIB);
        assertThat(spool.holdsAll()).isTrue();
        StringBuilder got = new StringBuilder();
        while (reader.position() < octets.length) {
            got.append(read(spool, reader, 10 * KIB));
        }
        assertThat(got.toString().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(octets);
        close(spool);
    }

    @Test
    void theSenderWaitsAtTheRoomsMemoryAndGoesOnWhenSomeIsFree() {
        Spool spool = spool(directory);
        spool.open();
        byte[] octets = random(16 * KIB);
        for (int i = 0; i < 4; i++) {
            assertThat(spool.hasRoom()).isTrue();
            write(spool, i * 16L * KIB, octets);
        }
        assertThat(spool.hasRoom()).isFalse();
        spool.settle();
        assertThat(told).isEmpty();
        loop.settle();
        assertThat(told).contains("moved");
        assertThat(spool.hasRoom()).isTrue();
        close(spool);
    }

    @Test
    void aFullDiskMakesTheSenderWaitUntilThereIsSpace() {
        disk.add(256 * KIB);
        Spool spool = spool(directory);
        spool.open();
        for (int i = 0; i < 4; i++) {
            write(spool, i * 16L * KIB, random(16 * KIB));
        }
        spool.settle();
        loop.settle();
        assertThat(metrics.limits()).containsEntry("spool-disk", 1L);
        assertThat(spool.hasRoom()).isFalse();
        disk.remove(256 * KIB);
        loop.settle();
        assertThat(spool.hasRoom()).isTrue();
        assertThat(disk.used()).isPositive();
        close(spool);
    }

    @Test
    void whenAllRoomsTogetherHoldTooMuchEachGivesUpItsMemory() {
        memory.add(120 * KIB);
        Spool spool = spool(directory);
        spool.open();
        write(spool, 0, random(10 * KIB));
        assertThat(spool.hasRoom()).isFalse();
        spool.settle();
        loop.settle();
        assertThat(metrics.limits()).containsEntry("relay-memory", 1L);
        assertThat(disk.used()).isEqualTo(10 * KIB);
        assertThat(spool.hasRoom()).isTrue();
        memory.remove(120 * KIB);
        close(spool);
    }

    @Test
    void earlyPiecesFollowWhenTheHoleIsFilled() {
        Spool spool = spool(directory);
        Spool.Cursor reader = spool.open();
        assertThat(write(spool, 3, "def")).isEqualTo(Spool.Written.HELD);
        assertThat(spool.length()).isZero();
        assertThat(memory.used()).isEqualTo(3);
        write(spool, 0, "abc");
        assertThat(spool.length()).isEqualTo(6);
        assertThat(read(spool, reader, 6)).isEqualTo("abcdef");
        close(spool);
    }

    @Test
    void tooManyEarlyPiecesAreRefused() {
        Spool spool = spool(directory);
        for (int i = 1; i <= 3; i++) {
            assertThat(write(spool, 10L * i, "x")).isEqualTo(Spool.Written.HELD);
        }
        assertThat(write(spool, 40, "x")).isEqualTo(Spool.Written.TOO_EARLY);
        assertThat(metrics.limits()).containsEntry("early-pieces", 1L);
        close(spool);
    }

    @Test
    void tooManyEarlyOctetsAreRefused() {
        Spool spool = spool(directory);
        assertThat(write(spool, 10, random(32 * KIB))).isEqualTo(Spool.Written.HELD);
        assertThat(write(spool, 40 * KIB, "x")).isEqualTo(Spool.Written.TOO_EARLY);
        close(spool);
    }

    @Test
    void theLastReceivedWinsWhereNobodyHasRead() {
        Spool spool = spool(directory);
        Spool.Cursor reader = spool.open();
        write(spool, 0, "abcdef");
        assertThat(read(spool, reader, 2)).isEqualTo("ab");
        write(spool, 0, "ABCDEFGH");
        assertThat(read(spool, reader, 8)).isEqualTo("CDEFGH");
        close(spool);
    }

    @Test
    void whatGoesToDiskIsNotChangedOnItsWay() {
        Spool spool = spool(directory);
        Spool.Cursor reader = spool.open();
        byte[] octets = random(60 * KIB);
        write(spool, 0, octets.clone());
        spool.settle();
        write(spool, 0, new byte[20 * KIB]);
        loop.settle();
        assertThat(read(spool, reader, 20 * KIB).getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(Arrays.copyOf(octets, 20 * KIB));
        close(spool);
    }

    @Test
    void aDiskThatFailsIsTold() {
        Spool spool = spool(directory.resolve("absent"));
        spool.open();
        write(spool, 0, random(60 * KIB));
        spool.settle();
        loop.settle();
        assertThat(told).contains("failed");
        close(spool);
    }

    @Test
    void closingWhileTheDiskIsAtWorkLeavesNothing() {
        Spool spool = spool(directory);
        Spool.Cursor reader = spool.open();
        write(spool, 0, random(60 * KIB));
        spool.settle();
        loop.settle();
        spool.fetch(reader, KIB, buffer -> told.add("fetched"));
        close(spool);
        assertThat(told).doesNotContain("fetched");
    }

    @Test
    void aReaderBeginsAgainFromMemoryAndDisk() {
        Spool spool = spool(directory);
        Spool.Cursor reader = spool.open();
        spool.open();
        byte[] octets = random(60 * KIB);
        write(spool, 0, octets);
        spool.settle();
        loop.settle();
        read(spool, reader, 30 * KIB);
        assertThat(spool.holdsAll()).isTrue();
        reader.rewind();
        assertThat(read(spool, reader, KIB).getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(Arrays.copyOf(octets, KIB));
        close(spool);
    }
}
