package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.carillon.it.agent.Eventually;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History that the store has not taken yet outlives the process. */
class HistoryRestartIT {
    private static final Path WAR = Path.of("target/carillon.war");

    @TempDir Path data;

    @Test
    @Rule("C-29")
    void whatWaitsIsStoredByTheNextProcess() throws Exception {
        String message = Message.ofOctets(50_000);
        Path maildir;
        try (Server first = Server.start(ServerOptions.onFreePorts(data, WAR));
                Stage before = Stage.of(first, data)) {
            before.blockMaildir();
            maildir = before.maildir();
            before.alice().delivers(message, before.device("phone"));
            Eventually.holds("tried in vain", () -> first.counted("history-attempts-failed") > 0);
        }
        Files.delete(maildir);
        try (Server second = Server.start(ServerOptions.onFreePorts(data, WAR));
                Stage after = Stage.of(second, data)) {
            Eventually.holds("stored", () -> after.everyHistory().size() == 1);
            assertThat(Files.readString(after.everyHistory().get(0))).endsWith(message);
            Eventually.is(() -> second.gauges().get("outbox-objects"), 0L);
        }
    }
}
