package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every dialogue on a Room alone, and on the relay over sockets where time plays no part. */
class DialogueTest {
    private static final Path FILES = Path.of("src/test/resources");

    @TempDir Path spool;

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(FILES.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    @TestFactory
    @Rule({"C-16", "C-17", "C-18", "C-20"})
    Stream<DynamicTest> onARoom() throws IOException {
        return Stream.concat(files("dialogues").stream(), files("dialogues-timed").stream())
                .map(file -> DynamicTest.dynamicTest(file.toString(), () -> playOnRoom(file)));
    }

    private void playOnRoom(Path file) throws IOException {
        RoomStage stage = new RoomStage(RoomStage.request(2), RelayLimits.defaults(), spool);
        Dialogue.play(file, stage);
        stage.close();
        assertThat(stage.metrics.value(RelayMetrics.Counter.FAULTS)).isZero();
        assertThat(stage.memory.used()).isZero();
        assertThat(stage.news.summary).isNotNull();
    }

    @TestFactory
    Stream<DynamicTest> overSockets() throws IOException {
        return files("dialogues").stream()
                .map(file -> DynamicTest.dynamicTest(file.toString(), () -> playOverSockets(file)));
    }

    private void playOverSockets(Path file) throws IOException {
        try (SocketStage stage = new SocketStage(2, spool)) {
            Dialogue.play(file, stage);
        }
    }
}
