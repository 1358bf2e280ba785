package org.carillon.interop;

import java.io.IOException;
import org.carillon.interop.Household.Dialogs;
import org.carillon.it.agent.SenderCall;

/** A way for a delivery to go that is over at once. */
enum ShortDelivery {
    STRAIGHT {
        @Override
        void play(Household home) throws IOException {
            try (Delivery delivery = home.open()) {
                delivery.send();
                Delivery.complete(delivery.phone());
                Delivery.complete(delivery.tablet());
                Dialogs dialogs = delivery.dialogs();
                dialogs.sender().bye().expect(200);
                dialogs.phone().expectBye();
                dialogs.tablet().expectBye();
            }
        }
    },

    PAGED {
        @Override
        void play(Household home) {
            home.page();
        }
    },

    REFUSED {
        @Override
        void play(Household home) {
            Dialogs dialogs = home.invite();
            dialogs.phone().refuse(486).expectAck();
            dialogs.tablet().refuse(486).expectAck();
            dialogs.sender().expect(486);
            dialogs.sender().ackRefusal();
        }
    },

    CANCELLED {
        @Override
        void play(Household home) {
            Dialogs dialogs = home.invite();
            dialogs.phone().ring();
            dialogs.tablet().ring();
            dialogs.sender().cancel().expectCancelled();
            dialogs.sender().expect(487);
            dialogs.sender().ackRefusal();
            dialogs.phone().expectCancel().refuse(487).expectAck();
            dialogs.tablet().expectCancel().refuse(487).expectAck();
        }
    },

    NOBODY_THERE {
        @Override
        void play(Household home) {
            SenderCall call = home.inviteNobody();
            call.expect(480);
            call.ackRefusal();
        }
    },

    /** The sender's connection breaks, and it hangs up. */
    SENDER_LEAVES {
        @Override
        void play(Household home) throws IOException {
            try (Delivery delivery = home.open()) {
                delivery.sendHalf();
                Dialogs dialogs = delivery.dialogs();
                dialogs.sender().bye().expect(200);
                Delivery.broken(delivery.phone());
                Delivery.broken(delivery.tablet());
                dialogs.phone().expectBye();
                dialogs.tablet().expectBye();
            }
        }
    },

    /** One device hangs up before anything was sent. */
    DEVICE_LEAVES {
        @Override
        void play(Household home) throws IOException {
            try (Delivery delivery = home.open()) {
                Dialogs dialogs = delivery.dialogs();
                delivery.phone().close();
                dialogs.phone().bye().expect(200);
                delivery.send();
                Delivery.complete(delivery.tablet());
                dialogs.sender().bye().expect(200);
                dialogs.tablet().expectBye();
            }
        }
    };

    /** From the first INVITE to the last BYE. */
    abstract void play(Household home) throws IOException;

    /** Whether somebody gets the whole message, and the history with it. */
    boolean delivers() {
        return this == STRAIGHT || this == PAGED || this == DEVICE_LEAVES;
    }
}
