package org.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.bench.cluster.Postgres;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SenderCall;
import org.carillon.it.agent.SipMessage;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.StartFailure;
import org.carillon.launcher.War;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL fails while the server serves, and comes back. */
class StoreOutageIT {
    /** More than there are threads that may wait for the store. */
    private static final int CALLS = 20;

    @RegisterExtension static final SharedPostgres POSTGRES = new SharedPostgres();

    @TempDir Path directory;

    private enum Outage {
        /** Connections are refused. */
        GONE {
            @Override
            void begin(PostgresServer postgres) {
                postgres.stop();
            }

            @Override
            void end(PostgresServer postgres) {
                postgres.start();
            }
        },

        /** Connections are taken, and nothing comes back. */
        HANGS {
            @Override
            void begin(PostgresServer postgres) {
                postgres.freeze();
            }

            @Override
            void end(PostgresServer postgres) {
                postgres.thaw();
            }
        };

        abstract void begin(PostgresServer postgres);

        abstract void end(PostgresServer postgres);
    }

    @AfterEach
    void mend() {
        POSTGRES.server().start();
        POSTGRES.server().thaw();
    }

    @Test
    void messagesUnderWayArriveAndNewOnesAreAnsweredInTime() throws Exception {
        try (Server server = Server.start(options(Postgres.PASSWORD));
                Household home = Household.overUdp(server.sipAddress())) {
            for (Outage outage : Outage.values()) {
                ShortDelivery.STRAIGHT.play(home);
                try (Delivery underWay = home.open()) {
                    outage.begin(POSTGRES.server());
                    assertNewOnesAreRefused(home);
                    assertNobodyRegisters(home, server);
                    assertThat(health(server)).contains("degraded", "store-url");
                    assertArrives(underWay);
                }
                outage.end(POSTGRES.server());
                Eventually.is(() -> health(server), "{\"state\":\"ok\",\"troubles\":[]}");
            }
            ShortDelivery.STRAIGHT.play(home);
        }
    }

    private static void assertNewOnesAreRefused(Household home) {
        List<SenderCall> calls = Stream.generate(home::call).limit(CALLS).toList();
        assertThat(someWaitingForTheStore()).allMatch(name -> name.startsWith("carillon-look-up-"));
        for (SenderCall call : calls) {
            assertThat(call.expect(503).header("Retry-After")).isPresent();
            call.ackRefusal();
        }
    }

    private static void assertNobodyRegisters(Household home, Server server) {
        try (RawSipAgent watch = RawSipAgent.overUdp("watch", server.sipAddress())) {
            SipMessage register =
                    watch.request("REGISTER", "sip:localhost")
                            .replacing("To", "<" + home.user() + ">");
            assertThat(watch.send(register).expectFinal(register).status()).isEqualTo(503);
        }
    }

    private static void assertArrives(Delivery delivery) throws IOException {
        delivery.sendWithoutStore();
        delivery.dialogs().sender().bye().expect(200);
        delivery.dialogs().phone().expectBye();
        delivery.dialogs().tablet().expectBye();
    }

    /** The names of those threads, once there is one. */
    private static List<String> someWaitingForTheStore() {
        return Eventually.present(
                () -> Optional.of(waitingForTheStore()).filter(names -> !names.isEmpty()));
    }

    private static List<String> waitingForTheStore() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Arrays.stream(thread.getValue()).anyMatch(StoreOutageIT::isStore))
                .map(thread -> thread.getKey().getName())
                .toList();
    }

    private static boolean isStore(StackTraceElement frame) {
        return Stream.of("org.carillon.store.Store", "org.carillon.store.Reach")
                .anyMatch(frame.getClassName()::equals);
    }

    @Test
    void aWrongPasswordIsToldAtTheStart() {
        assertThatThrownBy(() -> Server.start(options("wrong")).close())
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("the application does not start: store at jdbc:postgresql:")
                .hasMessageContaining("look at store-user and store-password: FATAL")
                .hasMessageNotContaining("wrong");
    }

    private ServerOptions options(String password) throws Exception {
        PostgresServer postgres = POSTGRES.server();
        return ServerOptions.onFreePorts(directory.resolve("data"), War.ofThisBuild())
                .with(
                        Map.of(
                                "store-url",
                                postgres.url(postgres.database()),
                                "store-user",
                                Postgres.USER,
                                "store-password",
                                password,
                                "store-timeout",
                                "1s"));
    }

    private static String health(Server server) {
        URI uri = URI.create("http://127.0.0.1:" + server.httpAddress().getPort() + "/api/health");
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
