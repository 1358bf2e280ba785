package org.carillon.interop;

import java.io.IOException;
import org.carillon.interop.Household.Dialogs;

/**
 * A way for a delivery to go that only a timer of the server ends, up to half a minute later. The
 * phone is told the end in each of them, by BYE or CANCEL.
 */
enum LongDelivery {
    /** 64*T1 after the 200. The device that was not the first one is acknowledged at once. */
    WITHOUT_ACK {
        @Override
        Rest begin(Household home) {
            Dialogs dialogs = home.invite();
            home.answer(dialogs);
            dialogs.sender().expect(200);
            return () -> {
                dialogs.sender().expectBye();
                dialogs.phone().expectBye();
                dialogs.tablet().expectBye();
            };
        }
    },

    UNANSWERED {
        @Override
        Rest begin(Household home) {
            Dialogs dialogs = home.invite();
            dialogs.phone().ring();
            dialogs.tablet().ring();
            return () -> {
                dialogs.phone().expectCancel().refuse(487).expectAck();
                dialogs.tablet().expectCancel().refuse(487).expectAck();
                dialogs.sender().expect(408);
                dialogs.sender().ackRefusal();
            };
        }
    },

    /** The sender's connection breaks, and it does not come back. */
    SENDER_LOST {
        @Override
        Rest begin(Household home) throws IOException {
            Delivery delivery = home.open();
            delivery.sendHalf();
            // A device that does not answer its chunk is lost after as long a wait.
            Delivery.begun(delivery.phone());
            Delivery.begun(delivery.tablet());
            return () -> {
                try (delivery) {
                    Delivery.broken(delivery.phone());
                    Delivery.broken(delivery.tablet());
                    delivery.dialogs().sender().expectBye();
                    delivery.dialogs().phone().expectBye();
                    delivery.dialogs().tablet().expectBye();
                }
            };
        }
    },

    /** One device's connection breaks, and it does not come back. */
    DEVICE_LOST {
        @Override
        Rest begin(Household home) throws IOException {
            Delivery delivery = home.open();
            delivery.phone().close();
            delivery.send();
            Delivery.complete(delivery.tablet());
            Dialogs dialogs = delivery.dialogs();
            dialogs.sender().bye().expect(200);
            dialogs.tablet().expectBye();
            return () -> {
                try (delivery) {
                    dialogs.phone().expectBye();
                }
            };
        }
    };

    /** What is left to play once the timer has fired. */
    interface Rest {
        void play() throws IOException;
    }

    /** As far as the wait. */
    abstract Rest begin(Household home) throws IOException;

    /** Whether somebody gets the whole message, and the history with it. */
    boolean delivers() {
        return this == DEVICE_LOST;
    }
}
