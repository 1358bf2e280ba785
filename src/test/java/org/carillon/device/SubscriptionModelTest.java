package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.carillon.device.Reginfo.Scope;
import org.carillon.device.Subscription.State;
import org.carillon.device.SubscriptionCommand.Answer;
import org.carillon.device.SubscriptionCommand.Known;
import org.carillon.device.SubscriptionCommand.Refresh;
import org.carillon.device.SubscriptionCommand.Release;
import org.carillon.device.SubscriptionCommand.Start;
import org.carillon.device.SubscriptionCommand.Stop;
import org.carillon.device.SubscriptionCommand.Subscribe;
import org.carillon.device.SubscriptionCommand.Unknown;
import org.carillon.device.SubscriptionEvent.Accepted;
import org.carillon.device.SubscriptionEvent.Notified;
import org.carillon.device.SubscriptionEvent.Refused;
import org.carillon.device.SubscriptionEvent.Registered;
import org.carillon.device.SubscriptionEvent.TimerFired;
import org.carillon.device.SubscriptionEvent.Wanted;
import org.carillon.device.SubscriptionState.Reason;
import org.junit.jupiter.api.Test;

/**
 * Thousands of subscriptions to a core that does anything at any time; a failure names its seed.
 */
class SubscriptionModelTest {
    private static final int SEEDS = 1_000;
    private static final int EVENTS = 150;
    private static final List<Integer> STATUSES =
            List.of(400, 401, 403, 404, 407, 408, 423, 480, 481, 489, 500, 503, 604);

    private static final List<Reason> REASONS = List.of(Reason.values());

    private final SortedSet<String> transitions = new TreeSet<>();

    @Test
    void whateverTheCoreDoes() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            World world = new World(seed);
            try {
                world.live();
            } catch (RuntimeException | AssertionError broken) {
                fail("seed %d:%n%s".formatted(seed, String.join("\n", world.told)), broken);
            }
        }
        assertThat(transitions)
                .containsExactly(
                        "ENDING -> ENDED",
                        "ENDING -> SUBSCRIBING",
                        "LIVE -> ENDING",
                        "LIVE -> REFRESHING",
                        "LIVE -> RESTING",
                        "LIVE -> SUBSCRIBING",
                        "NEW -> SUBSCRIBING",
                        "REFRESHING -> ENDING",
                        "REFRESHING -> LIVE",
                        "REFRESHING -> RESTING",
                        "REFRESHING -> SUBSCRIBING",
                        "RESTING -> ENDED",
                        "RESTING -> SUBSCRIBING",
                        "SUBSCRIBING -> ENDED",
                        "SUBSCRIBING -> LIVE",
                        "SUBSCRIBING -> REFRESHING",
                        "SUBSCRIBING -> RESTING");
    }

    /** One core, one clock, one subscription, and what must hold of it. */
    private final class World {
        private final SplittableRandom random;
        private final Subscription subscription =
                new Subscription(SubscriptionScript.BOB, SubscriptionTimes.DEFAULT, 3, 0);
        private final Set<SubscriptionTimer> running = EnumSet.noneOf(SubscriptionTimer.class);
        private final List<String> told = new ArrayList<>();
        private int request;
        private int outside;
        private String dialog = "";
        private boolean known;
        private boolean released;

        /** SUBSCRIBEs since a timer, a message or a registration was the reason for one. */
        private int unasked;

        World(long seed) {
            random = new SplittableRandom(seed);
        }

        void live() {
            tell(new Wanted());
            for (int i = 0; i < EVENTS; i++) {
                tell(event());
            }
            while (!released) {
                tell(
                        new TimerFired(
                                running.contains(SubscriptionTimer.IDLE)
                                        ? SubscriptionTimer.IDLE
                                        : SubscriptionTimer.CONFIRM));
            }
            assertThat(running).isEmpty();
            assertThat(known).isFalse();
        }

        private void tell(SubscriptionEvent event) {
            State before = subscription.state();
            if (event instanceof TimerFired fired) {
                running.remove(fired.timer());
            }
            boolean over = released;
            List<SubscriptionCommand> commands = subscription.on(event);
            told.add(event + " -> " + SubscriptionScript.words(commands) + " " + subscription);
            check(event, commands, before, over);
            if (before != subscription.state()) {
                transitions.add(before + " -> " + subscription.state());
            }
        }

        private void check(
                SubscriptionEvent event,
                List<SubscriptionCommand> commands,
                State before,
                boolean over) {
            long answers = commands.stream().filter(Answer.class::isInstance).count();
            assertThat(answers).isEqualTo(event instanceof Notified ? 1 : 0);
            if (over) {
                assertThat(commands).allMatch(new Answer(481)::equals);
                return;
            }
            if (event instanceof Notified notified && commands.contains(new Answer(200))) {
                assertThat(notified.subscription()).isEqualTo(outside);
                assertThat(before == State.SUBSCRIBING || notified.dialog().equals(dialog))
                        .isTrue();
                dialog = notified.dialog();
            } else if (event instanceof Notified notified && commands.contains(new Answer(400))) {
                dialog = notified.dialog();
            }
            boolean asked = !(event instanceof Notified || event instanceof Refused);
            unasked = asked ? 0 : unasked;
            commands.forEach(this::obey);
            checkTimers();
        }

        private void obey(SubscriptionCommand command) {
            assertThat(released).as("nothing follows the release").isFalse();
            if (command instanceof Subscribe subscribe) {
                assertThat(subscribe.request()).isEqualTo(++request);
                outside = request;
                assertThat(++unasked).as("no storm").isLessThanOrEqualTo(4);
            } else if (command instanceof Refresh refresh) {
                assertThat(refresh.request()).isEqualTo(++request);
                assertThat(refresh.dialog()).isEqualTo(dialog);
            } else if (command instanceof Known) {
                known = true;
            } else if (command instanceof Unknown) {
                assertThat(known).isTrue();
                known = false;
            } else if (command instanceof Start start) {
                assertThat(start.after()).isBetween(Duration.ZERO, Duration.ofDays(1));
                running.add(start.timer());
            } else if (command instanceof Stop stop) {
                assertThat(running.remove(stop.timer())).isTrue();
            }
            released = command instanceof Release;
        }

        /** A timer stands behind every wait. */
        private void checkTimers() {
            assertThat(running).containsAll(behind(subscription.state()));
            assertThat(released).isEqualTo(subscription.state() == State.ENDED);
        }

        private Set<SubscriptionTimer> behind(State state) {
            return switch (state) {
                case NEW, ENDED -> Set.of();
                case SUBSCRIBING -> Set.of(SubscriptionTimer.IDLE, SubscriptionTimer.CONFIRM);
                case LIVE -> Set.of(SubscriptionTimer.IDLE, SubscriptionTimer.EXPIRY);
                case REFRESHING ->
                        Set.of(
                                SubscriptionTimer.IDLE,
                                SubscriptionTimer.EXPIRY,
                                SubscriptionTimer.CONFIRM);
                case RESTING -> Set.of(SubscriptionTimer.IDLE, SubscriptionTimer.RETRY);
                case ENDING -> Set.of(SubscriptionTimer.CONFIRM);
            };
        }

        private SubscriptionEvent event() {
            if (running.contains(SubscriptionTimer.RETRY) && random.nextInt(3) == 0) {
                return new TimerFired(SubscriptionTimer.RETRY); // else nothing happens for long
            }
            return switch (random.nextInt(12)) {
                case 0 -> new Wanted();
                case 1 -> random.nextInt(4) == 0 ? new Registered() : new Wanted();
                case 2, 3 -> new Accepted(anyRequest(), maybe(4000));
                case 4, 5 ->
                        new Refused(
                                anyRequest(),
                                STATUSES.get(random.nextInt(STATUSES.size())),
                                maybe(9000),
                                maybe(100_000));
                case 6, 7 -> timer();
                default -> notified();
            };
        }

        private int anyRequest() {
            return random.nextInt(4) == 0 ? random.nextInt(request + 2) : request;
        }

        private Optional<Duration> maybe(int most) {
            return random.nextBoolean()
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(random.nextInt(most)));
        }

        private SubscriptionEvent timer() {
            List<SubscriptionTimer> all = List.copyOf(running);
            boolean rare = random.nextInt(8) == 0;
            SubscriptionTimer timer =
                    all.isEmpty() ? SubscriptionTimer.IDLE : all.get(random.nextInt(all.size()));
            return timer != SubscriptionTimer.IDLE || rare ? new TimerFired(timer) : new Wanted();
        }

        private SubscriptionEvent notified() {
            int number = random.nextInt(8) == 0 ? random.nextInt(request + 2) : outside;
            String from = random.nextInt(8) == 0 ? "fork" : "d" + outside;
            return new Notified(number, from, random.nextInt(1000), state(), document());
        }

        private SubscriptionState state() {
            return switch (random.nextInt(8)) {
                case 0, 1 ->
                        new SubscriptionState.Terminated(
                                REASONS.get(random.nextInt(REASONS.size())), maybe(100_000));
                case 2 -> new SubscriptionState.Pending(maybe(4000));
                default -> new SubscriptionState.Active(maybe(4000));
            };
        }

        private Optional<ReginfoParse> document() {
            return switch (random.nextInt(8)) {
                case 0 -> Optional.empty();
                case 1 -> Optional.of(new ReginfoParse.Broken("not well-formed XML"));
                default ->
                        Optional.of(
                                SubscriptionScript.parsed(
                                        random.nextBoolean() ? Scope.FULL : Scope.PARTIAL,
                                        random.nextInt(20),
                                        List.of("a", "b", "c", "d").subList(0, random.nextInt(5))));
            };
        }
    }
}
