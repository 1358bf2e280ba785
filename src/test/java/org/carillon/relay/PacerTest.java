package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sender waits for the fastest device for a moment, for a slow one never. */
class PacerTest {
    private static final int CHUNK = 10_000;

    /** Chunks that a connection takes that nobody reads, and those that may wait behind them. */
    private static final int TAKEN = 14;

    private static final int MANY = 40;

    @TempDir Path spool;
    private RoomStage stage;
    private int said;

    private void open(int devices) {
        RelayLimits limits =
                new RelayLimits(
                        1, 9, 9, 9, 1 << 20, 65536, 10 << 20, 4, 512, 8192, 64, 16, 1024, 8);
        stage = new RoomStage(RoomStage.request(devices), limits, spool);
        stage.seat(Room.SENDER, false);
        stage.connect(Room.SENDER);
        for (int n = 0; n < devices; n++) {
            stage.seat(n, false);
            stage.connect(n);
            stage.connection(n).appetite(0);
        }
    }

    @AfterEach
    void nothingIsLeft() {
        stage.close();
        stage.cutAll();
        assertThat(stage.memory.used()).isZero();
        assertThat(stage.disk.used()).isZero();
    }

    private void say(int chunks) {
        for (int i = 0; i < chunks; i++, said++) {
            stage.say(
                    Room.SENDER,
                    "MSRP tr%02d SEND\r\nTo-Path: %s\r\nFrom-Path: %s\r\nMessage-ID: m1234\r\n"
                                    .formatted(said, RoomStage.SENDER_LEG, RoomStage.ALICE)
                            + "Failure-Report: no\r\nByte-Range: %d-*/*\r\n"
                                    .formatted(1L + (long) said * CHUNK)
                            + "Content-Type: text/plain\r\n\r\n"
                            + "x".repeat(CHUNK)
                            + "\r\n-------tr%02d+\r\n".formatted(said));
        }
    }

    private boolean isWaiting() {
        return stage.connection(Room.SENDER).unread() > 0;
    }

    private void appetite(int device) {
        stage.connection(device).appetite(Long.MAX_VALUE);
        stage.settle();
    }

    @Test
    void aDeviceThatIsOnlyLateCostsNoDisk() {
        open(1);
        say(TAKEN);
        assertThat(isWaiting()).isFalse();
        say(MANY - TAKEN);
        assertThat(isWaiting()).isTrue();
        appetite(0);
        assertThat(isWaiting()).isFalse();
        assertThat(stage.connection(0).taken()).isGreaterThan((long) MANY * CHUNK);
        assertThat(stage.disk.used()).isZero();
    }

    @Test
    void aDeviceThatIsSlowerCostsOneMomentAndThenDisk() {
        open(1);
        say(MANY);
        stage.pass(Pacer.MOMENT.minusMillis(1));
        assertThat(isWaiting()).isTrue();
        assertThat(stage.disk.used()).isZero();
        stage.pass(Duration.ofMillis(1));
        assertThat(isWaiting()).isFalse();
        assertThat(stage.disk.used()).isPositive();
        say(MANY);
        assertThat(isWaiting()).isFalse();
    }

    @Test
    void whoHasCaughtUpIsWaitedForAgain() {
        open(1);
        say(MANY);
        stage.pass(Pacer.MOMENT);
        appetite(0);
        stage.connection(0).appetite(0);
        say(MANY);
        assertThat(isWaiting()).isTrue();
    }

    @Test
    void aSlowDeviceIsNotWaitedForWhereAnotherIsFast() {
        open(2);
        appetite(1);
        say(MANY);
        assertThat(isWaiting()).isFalse();
        assertThat(stage.connection(1).taken()).isGreaterThan((long) MANY * CHUNK);
        assertThat(stage.disk.used()).isPositive();
    }

    @Test
    void aDeviceOnHoldIsNotWaitedFor() {
        open(1);
        stage.hold(0);
        say(MANY);
        assertThat(isWaiting()).isFalse();
    }

    @Test
    void whoWaitsForADeviceThatIsLostGoesOn() {
        open(2);
        stage.hold(1);
        say(MANY);
        assertThat(isWaiting()).isTrue();
        stage.release(0);
        assertThat(isWaiting()).isFalse();
    }
}
