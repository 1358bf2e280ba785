package org.carillon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.carillon.app.Places.Full;
import org.carillon.call.Aor;
import org.carillon.call.CallId;
import org.carillon.call.CpmRequest;
import org.carillon.call.Header;
import org.carillon.call.Headers;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final Places places = new Places(new CallLimits(10, 2, 3));

    private static CpmRequest invite(String to, String asserted) {
        return invite(to, asserted, true);
    }

    private static CpmRequest invite(String to, String asserted, boolean trusted) {
        return new CpmRequest(
                new CallId("call"),
                CpmRequest.Mode.LARGE_MESSAGE,
                Aor.of("sip:" + to + "@home.example"),
                "<sip:anybody@orig.example>",
                "<sip:anybody@home.example>",
                List.of(),
                70,
                new Headers(
                        List.of(
                                new Header("P-Asserted-Identity", asserted),
                                new Header("Referred-By", "<sip:%s@x>".formatted(to)))),
                Optional.empty(),
                Optional.empty(),
                trusted,
                "");
    }

    @Test
    void aUserHasSoMany() {
        assertThat(places.take(invite("bob", "<sip:alice@a>"))).isEmpty();
        assertThat(places.take(invite("bob", "<sip:carol@a>"))).isEmpty();
        assertThat(places.take(invite("bob", "<sip:dave@a>"))).contains(Full.USER);
        assertThat(places.take(invite("bill", "<sip:dave@a>"))).isEmpty();
    }

    /** Whatever it calls itself besides: Referred-By is only its own claim. */
    @Test
    void anOriginatorHasSoMany() {
        for (String user : List.of("bob", "bill", "ben")) {
            assertThat(places.take(invite(user, "<sip:alice@a>"))).isEmpty();
        }
        assertThat(places.take(invite("bert", "\"A\" <sip:alice@A;x=y>")))
                .contains(Full.ORIGINATOR);
        assertThat(places.take(invite("bert", "<sip:carol@a>"))).isEmpty();
    }

    /** A refusal for one reason must not use up a place of the other kind. */
    @Test
    void allPlacesOrNone() {
        places.take(invite("bob", "<sip:x@a>"));
        places.take(invite("bob", "<sip:y@a>"));
        for (int i = 0; i < 5; i++) {
            assertThat(places.take(invite("bob", "<sip:alice@a>"))).contains(Full.USER);
        }
        assertThat(places.take(invite("ben", "<sip:alice@a>"))).isEmpty();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        CpmRequest first = invite("bob", "<sip:alice@a>");
        places.take(first);
        places.take(invite("bob", "<sip:carol@a>"));
        places.release(first);
        assertThat(places.take(invite("bob", "<sip:dave@a>"))).isEmpty();
        assertThat(places.take(invite("bob", "<sip:dave@a>"))).contains(Full.USER);
    }

    @Test
    void nobodyIsRememberedWithoutACall() {
        CpmRequest first = invite("bob", "<sip:alice@a>");
        CpmRequest second = invite("bob", "<sip:carol@a>");
        places.take(first);
        places.take(second);
        places.take(invite("bob", "<sip:dave@a>"));
        assertThat(places.names()).isEqualTo(3);
        places.release(first);
        places.release(second);
        assertThat(places.names()).isZero();
    }

    @Test
    void whoIsNotAssertedTakesNoPlace() {
        for (int i = 0; i < 5; i++) {
            CpmRequest unknown = invite("bob", "<sip:alice@a>", false);
            assertThat(places.take(unknown)).isEmpty();
        }
        assertThat(places.names()).isZero();
        CpmRequest known = invite("bob", "<sip:alice@a>");
        places.take(known);
        places.release(invite("bob", "<sip:alice@a>", false));
        assertThat(places.names()).isEqualTo(2);
    }

    @Test
    void manyThreadsTakeNoMoreThanThereAre() throws InterruptedException {
        Places many = new Places(new CallLimits(10_000, 50, 10_000));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            long taken =
                    threads
                            .invokeAll(
                                    IntStream.range(0, 4)
                                            .<Callable<Long>>mapToObj(t -> () -> takenBy(many, t))
                                            .toList())
                            .stream()
                            .mapToLong(PlacesTest::result)
                            .sum();
            assertThat(taken).isEqualTo(50);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long result(Future<Long> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long takenBy(Places many, int thread) {
        return IntStream.range(0, 15)
                .filter(i -> many.take(invite("bob", "<sip:a%d@a>".formatted(thread))).isEmpty())
                .count();
    }
}
