package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the recorder does, delivery goes on, and the recorder's last call is its last. */
class RecordingTest {
    @TempDir Path spool;
    private final List<String> calls = new ArrayList<>();
    private Optional<IOException> fails = Optional.empty();
    private RoomStage stage;

    private final Recorder recorder =
            new Recorder() {
                @Override
                public void begin(KeptHead head) {
                    assertThat(head.contentType()).isEqualTo("text/plain");
                    calls.add("begin " + head.messageId());
                }

                @Override
                public void append(ByteBuffer content) throws IOException {
                    calls.add(StandardCharsets.US_ASCII.decode(content).toString());
                    failIfToldTo();
                }

                @Override
                public void complete() throws IOException {
                    calls.add("complete");
                    failIfToldTo();
                }

                @Override
                public void abort() throws IOException {
                    calls.add("abort");
                    failIfToldTo();
                }
            };

    private void failIfToldTo() throws IOException {
        if (fails.isPresent()) {
            throw fails.get();
        }
    }

    @BeforeEach
    void open() {
        RoomRequest request =
                new RoomRequest(
                        1, 1000, List.of("*"), Optional.of(recorder), DeviceContent.forbidden());
        stage = new RoomStage(request, RelayLimits.defaults(), spool);
        stage.seat(Room.SENDER, false);
        stage.connect(Room.SENDER);
        stage.seat(0, false);
        stage.connect(0);
    }

    @AfterEach
    void nothingIsLeft() {
        stage.close();
        stage.cutAll();
        assertThat(stage.news.summary).isNotNull();
        assertThat(stage.memory.used()).isZero();
        assertThat(stage.metrics.value(RelayMetrics.Counter.FAULTS)).isZero();
    }

    private void say(String id, long start, String body, String flag) {
        stage.say(Room.SENDER, HostileTest.chunk(id, start, "6", body, flag));
    }

    @Test
    void aWholeMessageIsRecordedOnce() {
        say("tr01", 1, "abc", "+");
        say("tr02", 4, "def", "$");
        assertThat(calls).containsExactly("begin m001", "abc", "def", "complete");
    }

    @Test
    void aBrokenMessageIsAborted() {
        say("tr01", 1, "abc", "+");
        say("tr02", 4, "de", "#");
        assertThat(calls)
                .startsWith("begin m001", "abc")
                .endsWith("abort")
                .doesNotContain("complete");
        assertThat(calls.stream().filter("abort"::equals)).hasSize(1);
    }

    @Test
    void oneThatFailsIsDroppedAndDeliveryGoesOn() {
        fails = Optional.of(new IOException("no space"));
        say("tr01", 1, "abc", "+");
        say("tr02", 4, "def", "$");
        assertThat(calls).containsExactly("begin m001", "abc", "abort");
        assertThat(stage.connection(0).heardText()).contains("abc").contains("def");
        assertThat(stage.metrics.value(RelayMetrics.Counter.RECORDERS_FAILED)).isEqualTo(2);
    }

    @Test
    void oneThatStallsIsDroppedAndGetsNoCallButItsLast() {
        stage.connection(Room.SENDER)
                .say(
                        HostileTest.chunk("tr01", 1, "6", "abc", "+")
                                .getBytes(StandardCharsets.US_ASCII));
        stage.connection(Room.SENDER)
                .say(
                        HostileTest.chunk("tr02", 4, "6", "def", "$")
                                .getBytes(StandardCharsets.US_ASCII));
        stage.loop.letThePoolSleep(Duration.ofSeconds(31));
        assertThat(stage.metrics.value(RelayMetrics.Counter.RECORDERS_FAILED)).isEqualTo(1);
        assertThat(calls).isEmpty();
        stage.settle();
        assertThat(calls).containsExactly("begin m001", "abc", "abort");
    }

    @Test
    void aRoomThatClosesWaitsForTheRestOfACompleteMessage() {
        stage.connection(Room.SENDER)
                .say(
                        HostileTest.chunk("tr01", 1, "3", "abc", "$")
                                .getBytes(StandardCharsets.US_ASCII));
        stage.room.close(RoomSummary.End.CLOSED);
        assertThat(stage.news.summary).isNull();
        stage.settle();
        assertThat(calls).containsExactly("begin m001", "abc", "complete");
        assertThat(stage.news.summary.complete()).isTrue();
    }
}
