package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.carillon.call.Aor;
import org.carillon.device.SubscriptionCommand.Answer;
import org.carillon.device.SubscriptionCommand.Known;
import org.carillon.device.SubscriptionCommand.Release;
import org.carillon.device.SubscriptionCommand.Subscribe;
import org.carillon.device.SubscriptionEvent.Accepted;
import org.carillon.device.SubscriptionEvent.Notified;
import org.carillon.device.SubscriptionEvent.Registered;
import org.carillon.device.SubscriptionEvent.TimerFired;
import org.carillon.device.SubscriptionEvent.Wanted;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private static final Aor BOB = Aor.of("sip:bob@example.com");
    private static final Aor CAROL = Aor.of("sip:carol@example.com");
    private static final Aor DAVE = Aor.of("sip:dave@example.com");

    private final Subscriptions subscriptions = new Subscriptions(SubscriptionTimes.DEFAULT, 3, 2);

    private List<Integer> subscribes(Aor user, SubscriptionEvent event) {
        return subscriptions.on(user, event).stream()
                .filter(Subscribe.class::isInstance)
                .map(command -> ((Subscribe) command).request())
                .toList();
    }

    private static Notified notified(int subscription) {
        return new Notified(
                subscription,
                "d",
                1,
                new SubscriptionState.Active(Optional.empty()),
                Optional.empty());
    }

    private void forget(Aor user) {
        List<SubscriptionCommand> commands =
                subscriptions.on(user, new TimerFired(SubscriptionTimer.IDLE));
        assertThat(commands).endsWith(new Release());
    }

    @Test
    void oneForEachUser() {
        assertThat(subscribes(BOB, new Wanted())).hasSize(1);
        assertThat(subscribes(BOB, new Wanted())).isEmpty();
        assertThat(subscribes(CAROL, new Registered())).hasSize(1);
        assertThat(subscriptions.size()).isEqualTo(2);
    }

    @Test
    void noMoreThanTheLimitUntilOneIsForgotten() {
        subscribes(BOB, new Wanted());
        subscribes(CAROL, new Wanted());
        assertThat(subscriptions.on(DAVE, new Wanted())).isEmpty();
        assertThat(subscriptions.refused()).isOne();
        assertThat(subscriptions.size()).isEqualTo(2);
        assertThat(subscribes(BOB, new Wanted())).isEmpty();
        assertThat(subscriptions.refused()).isOne();
        forget(BOB);
        assertThat(subscribes(DAVE, new Wanted())).hasSize(1);
    }

    /** The threads that bring two NOTIFYs of one dialog may overtake each other. */
    @Test
    void theLaterOfTwoNotifiesHoldsWhicheverComesFirst() {
        subscribes(BOB, new Wanted());
        assertThat(subscriptions.on(BOB, telling(7, "phone", "tablet")))
                .anyMatch(Known.class::isInstance);
        assertThat(subscriptions.on(BOB, telling(6, "phone"))).containsExactly(new Answer(200));
        assertThat(subscriptions.on(BOB, telling(8, "phone"))).anyMatch(Known.class::isInstance);
    }

    private static Notified telling(long sequence, String... contacts) {
        return new Notified(
                1,
                "d",
                sequence,
                new SubscriptionState.Active(Optional.empty()),
                Optional.of(SubscriptionScript.parsed(Reginfo.Scope.FULL, 0, List.of(contacts))));
    }

    @Test
    void onlyWhoAsksBeginsOne() {
        assertThat(subscriptions.on(BOB, notified(1))).containsExactly(new Answer(481));
        assertThat(subscriptions.on(BOB, new Accepted(1, Optional.empty()))).isEmpty();
        assertThat(subscriptions.size()).isZero();
    }

    @Test
    void whatWasForgottenIsNotMistakenForTheNext() {
        assertThat(subscribes(BOB, new Wanted())).containsExactly(1);
        forget(BOB);
        assertThat(subscribes(BOB, new Wanted())).containsExactly(2);
        assertThat(subscriptions.on(BOB, notified(1))).containsExactly(new Answer(481));
        assertThat(subscriptions.on(BOB, notified(2))).contains(new Answer(200));
    }
}
