package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 64 MiB to a device that reads and to one that does not, yet. */
class LaggardTest {
    private static final int CHUNK = 64 << 10;
    private static final int CHUNKS = 1024;
    private static final RelayLimits LIMITS = RelayLimits.defaults();

    @TempDir Path spool;

    @Test
    void itCostsTheOtherNoTimeAndTheRelayNoMemoryAndStillGetsEveryOctet() {
        RoomStage stage = new RoomStage(RoomStage.request(2), LIMITS, spool);
        for (int party = Room.SENDER; party < 2; party++) {
            stage.seat(party, false);
            stage.connect(party);
        }
        FakeConnection fast = stage.connection(0);
        FakeConnection slow = stage.connection(1);
        slow.appetite(0);
        for (int i = 0; i < CHUNKS; i++) {
            stage.say(Room.SENDER, chunk(i));
            assertThat(fast.heard().length).isGreaterThan(CHUNK); // at once: no clock has moved
            assertThat(stage.memory.used()).isLessThanOrEqualTo(LIMITS.roomMemory());
        }
        stage.settle();
        assertThat(stage.told(2)).contains("received " + CHUNKS * CHUNK, "served 0");
        assertThat(stage.disk.used()).isGreaterThan(CHUNKS * CHUNK - LIMITS.roomMemory());
        long heard = 0;
        for (int i = 0; i < CHUNKS; i++) {
            slow.appetite(Long.MAX_VALUE);
            stage.settle();
            heard += slow.heard().length;
        }
        assertThat(heard).isGreaterThan(CHUNKS * CHUNK);
        assertThat(stage.told(3)).contains("served 1");
        stage.close();
        assertThat(stage.news.summary.bytesOut()).isEqualTo(2L * CHUNKS * CHUNK);
        assertThat(stage.memory.used()).isZero();
        assertThat(stage.disk.used()).isZero();
    }

    /** Another Room has the disk: this one goes on as soon as its device has read. */
    @Test
    void aDeviceThatCatchesUpLetsTheSenderGoOnThoughTheDiskIsFull() {
        RoomStage stage = new RoomStage(RoomStage.request(1), LIMITS, spool);
        stage.disk.add(LIMITS.spoolDisk());
        stage.seat(Room.SENDER, false);
        stage.connect(Room.SENDER);
        stage.seat(0, false);
        stage.connect(0);
        FakeConnection device = stage.connection(0);
        device.appetite(0);
        for (int i = 0; i < CHUNKS; i++) {
            stage.say(Room.SENDER, chunk(i));
        }
        stage.pass(Duration.ofSeconds(1)); // nobody waits for the device any more
        assertThat(stage.told(0)).isEmpty();
        long heard = 0;
        for (int i = 0; i < CHUNKS; i++) {
            device.appetite(Long.MAX_VALUE);
            stage.settle();
            heard += device.heard().length;
        }
        assertThat(heard).isGreaterThan(CHUNKS * CHUNK);
        assertThat(stage.told(2)).contains("received " + CHUNKS * CHUNK, "served 0");
        stage.disk.remove(LIMITS.spoolDisk());
        stage.close();
    }

    private static String chunk(int number) {
        String id = "tr%04d".formatted(number);
        return "MSRP %s SEND\r\nTo-Path: %s\r\nFrom-Path: %s\r\nMessage-ID: m1234\r\n"
                        .formatted(id, RoomStage.SENDER_LEG, RoomStage.ALICE)
                + "Failure-Report: no\r\nByte-Range: %d-*/%d\r\n"
                        .formatted(1 + number * CHUNK, CHUNKS * CHUNK)
                + "Content-Type: text/plain\r\n\r\n"
                + "x".repeat(CHUNK)
                + "\r\n-------%s%s\r\n".formatted(id, number == CHUNKS - 1 ? "$" : "+");
    }
}
