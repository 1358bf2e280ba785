package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.it.agent.Eventually;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store has not taken yet: it outlives the process, and has a limit. */
class HistoryOutboxIT {
    private static final Path WAR = Path.of("target/carillon.war");

    @TempDir Path data;

    @Test
    @Rule("C-29")
    void whatWaitsIsStoredByTheNextProcess() throws Exception {
        String message = Message.inLines(50_000);
        Path maildir;
        try (Server first = Server.start(ServerOptions.onFreePorts(data, WAR));
                Stage before = Stage.of(first, data)) {
            before.blockMaildir();
            maildir = before.maildir();
            before.alice().delivers(message, before.device("phone"));
            Eventually.holds("tried in vain", () -> first.counted("history-attempts-failed") > 0);
            assertThat(before.health())
                    .contains("\"state\":\"degraded\"")
                    .contains("setting=data-directory");
        }
        Files.delete(maildir);
        try (Server second = Server.start(ServerOptions.onFreePorts(data, WAR));
                Stage after = Stage.of(second, data)) {
            Eventually.holds("stored", () -> after.everyHistory().size() == 1);
            assertThat(Files.readString(after.everyHistory().get(0))).endsWith(message);
            Eventually.is(() -> second.gauges().get("outbox-objects"), 0L);
            assertThat(after.health()).contains("\"state\":\"ok\"");
        }
    }

    @Test
    @Rule("C-29")
    void whatTheOutboxHasNoRoomForIsDeliveredAllTheSame() throws Exception {
        Map<String, String> noRoom = Map.of("outbox-disk", "0");
        try (Server server = Server.start(ServerOptions.onFreePorts(data, WAR).with(noRoom));
                Stage stage = Stage.of(server, data)) {
            LogLines log = new LogLines();
            Sender alice = stage.alice();
            alice.delivers(Message.saying("hello"), stage.device("phone"));
            log.expect(
                    "event=recorder-",
                    "call-id=\"" + alice.call().message().callId() + '"',
                    "setting=outbox-disk");
            log.close();
            assertThat(server.counted("limit-outbox")).isOne();
            Eventually.is(() -> server.gauges().get("outbox-objects"), 0L);
            assertThat(stage.everyHistory()).isEmpty();
        }
    }
}
