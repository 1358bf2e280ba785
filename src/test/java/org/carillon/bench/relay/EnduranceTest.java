package org.carillon.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay in a process of its own, which shows what is left of many messages. */
class EnduranceTest {
    private static final int MESSAGES = 1000;
    private static final int ROOMS = 200;

    @TempDir Path work;
    private final List<String> said = new ArrayList<>();

    @Test
    void manyShortMessagesLeaveNothingBehind() throws Exception {
        try (Endurance endurance = new Endurance(work, said::add)) {
            boolean nothingLeft = endurance.soak(MESSAGES);
            assertThat(nothingLeft).as(said.toString()).isTrue();
        }
    }

    @Test
    void anIdleRoomHoldsLittle() throws Exception {
        try (Endurance endurance = new Endurance(work, said::add)) {
            boolean little = endurance.idle(ROOMS);
            assertThat(little).as(said.toString()).isTrue();
        }
    }
}
