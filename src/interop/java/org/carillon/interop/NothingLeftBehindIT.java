package org.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.War;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two thousand deliveries of every kind, and then the server holds what it held before: no session,
 * dialog or transaction, no Room, connection, timer, memory or file, no thread and no descriptor
 * more. The first few deliveries are the measure: pools are filled and classes loaded by then.
 */
class NothingLeftBehindIT {
    private static final int WARM_UP = 120;
    private static final int SHORT = 1_800;
    private static final int LONG_OF_EACH_KIND = 50;
    private static final int HOUSEHOLDS = 4;

    /** The longest that a transaction or an unacknowledged call stays, and as long again. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What the SIP stack keeps for 64*T1 because it may be repeated; no delivery's any more. */
    private static final List<String> OF_THE_STACK =
            List.of("dialogs", "client-transactions", "server-transactions");

    @TempDir Path directory;

    /** What the process as a whole holds; the test's own sockets and threads are gone by then. */
    private record Footprint(long threads, long descriptors) {
        static Footprint now() {
            return new Footprint(
                    Thread.getAllStackTraces().size(), count(Path.of("/proc/self/fd")));
        }

        boolean within(Footprint before) {
            return threads <= before.threads && descriptors <= before.descriptors;
        }
    }

    @Test
    @Rule("S-31")
    void afterTwoThousandMixedDeliveries() throws Exception {
        Path data = directory.resolve("data");
        try (Server server = Server.start(options(data))) {
            long recorded = play(shortOnes(server, WARM_UP));
            await("rest", server::gauges, NothingLeftBehindIT::noDeliveryIsLeft);
            Footprint before = Footprint.now();

            List<Callable<Long>> people = shortOnes(server, SHORT);
            for (LongDelivery kind : LongDelivery.values()) {
                people.add(() -> longOnes(server, kind));
            }
            recorded += play(people);

            await("rest", server::gauges, NothingLeftBehindIT::nothingIsLeft);
            await("no more than " + before, Footprint::now, now -> now.within(before));
            assertThat(count(data.resolve("spool"))).isZero();
            assertThat(messagesIn(data.resolve("history"), "new")).isEqualTo(recorded);
            assertThat(messagesIn(data.resolve("outbox"), "outbox")).isZero();
        }
    }

    private static ServerOptions options(Path data) {
        return ServerOptions.onFreePorts(data, War.ofThisBuild())
                .with(
                        Map.of(
                                "not-available", "reject",
                                "silence-timeout", "100ms",
                                "answer-timeout", "20s"));
    }

    /** All at the same time; returns how many messages have been recorded. */
    private static long play(List<Callable<Long>> people) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(people.size());
        try {
            long recorded = 0;
            for (Future<Long> part : threads.invokeAll(people)) {
                recorded += part.get();
            }
            return recorded;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Callable<Long>> shortOnes(Server server, int count) {
        List<Callable<Long>> people = new ArrayList<>();
        for (int i = 0; i < HOUSEHOLDS; i++) {
            people.add(() -> shortOnesOfOneHousehold(server, count / HOUSEHOLDS));
        }
        return people;
    }

    private static long shortOnesOfOneHousehold(Server server, int count) throws IOException {
        ShortDelivery[] kinds = ShortDelivery.values();
        long recorded = 0;
        try (Household home = Household.overUdp(server.sipAddress())) {
            for (int i = 0; i < count; i++) {
                ShortDelivery kind = kinds[i % kinds.length];
                kind.play(home);
                recorded += kind.delivers() ? 1 : 0;
            }
        }
        return recorded;
    }

    private static long longOnes(Server server, LongDelivery kind) throws IOException {
        try (Household home = Household.overUdp(server.sipAddress())) {
            List<LongDelivery.Rest> rests = new ArrayList<>();
            for (int i = 0; i < LONG_OF_EACH_KIND; i++) {
                rests.add(kind.begin(home));
            }
            await(kind + " is over", home::endsSeenByThePhone, n -> n == LONG_OF_EACH_KIND);
            for (LongDelivery.Rest rest : rests) {
                rest.play();
            }
        }
        return kind.delivers() ? LONG_OF_EACH_KIND : 0;
    }

    private static boolean noDeliveryIsLeft(Map<String, Long> held) {
        return held.entrySet().stream()
                .filter(gauge -> !OF_THE_STACK.contains(gauge.getKey()))
                .allMatch(gauge -> gauge.getValue() == 0);
    }

    private static boolean nothingIsLeft(Map<String, Long> held) {
        assertThat(held)
                .containsKeys(OF_THE_STACK.toArray(String[]::new))
                .containsKeys("calls", "timers", "rooms", "sip-sessions", "application-sessions");
        return held.values().stream().allMatch(value -> value == 0);
    }

    private static <T> void await(String what, Supplier<T> now, Predicate<T> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T value = now.get();
        while (!wanted.test(value)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("still not: " + what + ", but " + value);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            value = now.get();
        }
    }

    private static long count(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long messagesIn(Path history, String folder) throws IOException {
        try (Stream<Path> files = Files.walk(history)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getParent().endsWith(folder))
                    .count();
        }
    }
}
