package org.carillon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
    @Test
    void whileNoConnectionCanBeHadOneCallerWaitsAndTheOthersAreRefused() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        Reach reach = new Reach(new Hanging(asked, answered)::connection);
        assertFails(reach, "1");
        Future<?> waits = CompletableFuture.runAsync(() -> assertFails(reach, "2"));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> reach.run(Connection::isClosed))
                .hasMessage("is out of reach")
                .hasRootCauseMessage("1");
        answered.countDown();
        waits.get(10, TimeUnit.SECONDS);
        assertFails(reach, "3");
    }

    private static void assertFails(Reach reach, String why) {
        assertThatThrownBy(() -> reach.run(Connection::isClosed)).hasMessage(why);
    }

    /** Gives no connection; the second time, it says so late. */
    private static final class Hanging {
        private final CountDownLatch asked;
        private final CountDownLatch answered;
        private int times;

        Hanging(CountDownLatch asked, CountDownLatch answered) {
            this.asked = asked;
            this.answered = answered;
        }

        Connection connection() throws SQLException {
            times++;
            if (times == 2) {
                asked.countDown();
                awaitAnswer();
            }
            throw new SQLException(String.valueOf(times));
        }

        private void awaitAnswer() {
            try {
                assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01"})
    void aConnectionThatBreaksLosesTheWayAndOnlyWorkThatIsDoneFindsIt(String state)
            throws Exception {
        Reach reach = new Reach(ReachTest::connection);
        assertThat(reach.run(Connection::isClosed)).isFalse();
        assertThat(reach.lost()).isEmpty();
        assertBreaks(reach, state);
        assertBreaks(reach, state); // another old connection
        assertThat(reach.lost()).isPresent();
        assertThat(reach.run(Connection::isClosed)).isFalse();
        assertThat(reach.lost()).isEmpty();
    }

    @Test
    void workThatFailsForAnotherReasonLosesNothing() {
        Reach reach = new Reach(ReachTest::connection);
        assertBreaks(reach, "23505");
        assertThat(reach.lost()).isEmpty();
    }

    private static Connection connection() throws SQLException {
        return new org.h2.Driver().connect("jdbc:h2:mem:", new Properties());
    }

    private static void assertBreaks(Reach reach, String state) {
        assertThatThrownBy(
                        () ->
                                reach.run(
                                        connection -> {
                                            throw new SQLException("broken", state);
                                        }))
                .hasMessage("broken");
    }
}
