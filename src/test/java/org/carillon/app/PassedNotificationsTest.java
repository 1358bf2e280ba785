package org.carillon.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.carillon.call.Aor;
import org.carillon.cpim.Imdn;
import org.carillon.cpim.Imdn.Notification;
import org.carillon.cpim.Imdn.Status;
import org.junit.jupiter.api.Test;

class PassedNotificationsTest {
    private static final Aor BOB = Aor.of("sip:bob@home.example");
    private static final Aor CAROL = Aor.of("sip:carol@home.example");

    private final PassedNotifications passed = new PassedNotifications(3);

    private static Imdn imdn(String messageId, Notification kind, Status status) {
        return new Imdn(messageId, "", "", "", kind, status);
    }

    private static final Imdn DELIVERED = imdn("m1", Notification.DELIVERY, Status.DELIVERED);
    private static final Imdn FAILED = imdn("m1", Notification.DELIVERY, Status.FAILED);
    private static final Imdn DISPLAYED = imdn("m1", Notification.DISPLAY, Status.DISPLAYED);

    @Test
    void theFirstOfEachKindPasses() {
        assertThat(passed.pass(BOB, DELIVERED)).isTrue();
        assertThat(passed.pass(BOB, DISPLAYED)).isTrue();
        assertThat(passed.pass(BOB, DELIVERED)).isFalse();
        assertThat(passed.pass(BOB, DISPLAYED)).isFalse();
    }

    @Test
    void badNewsPassesOnceUnlessGoodNewsHas() {
        assertThat(passed.pass(BOB, FAILED)).isTrue();
        assertThat(passed.pass(BOB, FAILED)).isFalse();
        assertThat(passed.pass(BOB, DELIVERED)).as("another device has it after all").isTrue();
        assertThat(passed.pass(CAROL, DELIVERED)).isTrue();
        assertThat(passed.pass(CAROL, FAILED)).isFalse();
    }

    /** Nobody silences another user's devices. */
    @Test
    void whatOneUserSaysIsNobodyElses() {
        assertThat(passed.pass(CAROL, DELIVERED)).isTrue();
        assertThat(passed.pass(BOB, DELIVERED)).isTrue();
    }

    @Test
    void whatWasLostMayComeAgain() {
        assertThat(passed.pass(BOB, DELIVERED)).isTrue();
        passed.forget(BOB, DELIVERED);
        assertThat(passed.pass(BOB, DELIVERED)).isTrue();
    }

    @Test
    void theOldestIsForgotten() {
        for (int i = 0; i < 10; i++) {
            assertThat(passed.pass(BOB, imdn("m" + i, Notification.DELIVERY, Status.DELIVERED)))
                    .isTrue();
            assertThat(passed.size()).isLessThanOrEqualTo(3);
        }
        assertThat(passed.counters())
                .containsEntry("limit-notifications", 7L)
                .containsEntry("notifications-repeated", 0L);
        assertThat(passed.pass(BOB, imdn("m9", Notification.DELIVERY, Status.DELIVERED))).isFalse();
        assertThat(passed.pass(BOB, imdn("m0", Notification.DELIVERY, Status.DELIVERED))).isTrue();
    }
}
