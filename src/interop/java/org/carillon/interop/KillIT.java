package org.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.it.agent.SipMessage;
import org.carillon.rules.Rule;
import org.carillon.tool.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deliveries that stand at every point there is, one each, when the server gets SIGKILL. From the
 * next server what was acknowledged reaches whoever had not confirmed it, once, without registering
 * again; nobody else gets anything, and nothing stays behind.
 */
class KillIT {
    @TempDir Path directory;

    private final Map<KillPoint, Household> homes = new EnumMap<>(KillPoint.class);
    private final Map<KillPoint, SipMessage> messages = new EnumMap<>(KillPoint.class);
    private final Map<KillPoint, Integer> offered = new EnumMap<>(KillPoint.class);

    @Test
    @Rule({"S-6", "S-27"})
    void atEveryPoint() throws Exception {
        Path data = directory.resolve("data");
        ServerProcess.Place place = ServerProcess.Place.free(data, List.of());
        try {
            ServerProcess first = ServerProcess.launch(place);
            try {
                first.awaitReady();
                play(place);
            } finally {
                first.kill();
            }
            try (ServerProcess last = ServerProcess.launch(place)) {
                last.awaitReady();
                claim();
            }
            homes.forEach(
                    (point, home) ->
                            assertThat(home.offers())
                                    .as("offers of %s", point)
                                    .hasSize(offered.get(point) + point.owed().devices()));
            assertThat(waiting(data)).doesNotContainAnyElementsOf(users());
            assertThat(files(data.resolve("spool"))).isEmpty();
            for (KillPoint point : KillPoint.values()) {
                assertThat(recorded(data, homes.get(point)))
                        .as("history of %s", point)
                        .isEqualTo(point.isAcknowledged() ? 1 : 0);
            }
        } finally {
            for (Household home : homes.values()) {
                home.close();
            }
        }
    }

    private void play(ServerProcess.Place place) throws IOException {
        for (KillPoint point : KillPoint.values()) {
            Household home =
                    point.isAway() ? Household.away(place.sip()) : Household.overUdp(place.sip());
            homes.put(point, home);
            messages.put(point, point.play(home));
            offered.put(point, home.offers().size());
        }
    }

    private void claim() {
        for (KillPoint point : KillPoint.values()) {
            try {
                point.owed().claim(homes.get(point), messages.get(point));
            } catch (AssertionError | IOException e) {
                throw new AssertionError(point + ": " + e.getMessage(), e);
            }
        }
    }

    /** The users whom messages wait for. */
    private static List<String> waiting(Path data) throws Exception {
        String url = "jdbc:h2:file:" + data.resolve("store").resolve("carillon");
        List<String> users = new ArrayList<>();
        try (Connection store = DriverManager.getConnection(url, "carillon", "");
                Statement query = store.createStatement();
                ResultSet rows = query.executeQuery("SELECT aor FROM deferred_message")) {
            while (rows.next()) {
                users.add(rows.getString(1));
            }
        }
        return users;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private List<String> users() {
        return homes.values().stream().map(Household::user).toList();
    }

    /** How many messages of this user's are in the history. */
    private static long recorded(Path data, Household home) throws IOException {
        String name = home.user().substring("sip:".length(), home.user().indexOf('@'));
        return files(data.resolve("history")).stream()
                .filter(file -> file.getParent().endsWith("new"))
                .filter(file -> file.toString().contains(name))
                .count();
    }
}
