package org.carillon.interop;

import java.io.IOException;
import org.carillon.interop.Household.Dialogs;
import org.carillon.it.agent.SipMessage;

/** How far a delivery has come when the server is killed, and who is owed the message then. */
enum KillPoint {
    EVERYBODY_HAS_IT(true, Owed.NOBODY) {
        @Override
        SipMessage play(Household home) throws IOException {
            Delivery delivery = home.open();
            delivery.send();
            Delivery.complete(delivery.phone());
            Delivery.complete(delivery.tablet());
            delivery.dialogs().sender().bye().expect(200);
            delivery.dialogs().phone().expectBye();
            delivery.dialogs().tablet().expectBye();
            return delivery.dialogs().sender().message();
        }
    },

    ONE_HAS_IT(true, Owed.TABLET) {
        @Override
        SipMessage play(Household home) throws IOException {
            Delivery delivery = home.open();
            delivery.send();
            delivery.tablet().nextChunk();
            Delivery.complete(delivery.phone());
            delivery.dialogs().sender().bye().expect(200);
            delivery.dialogs().phone().expectBye();
            return delivery.dialogs().sender().message();
        }
    },

    NOBODY_HAS_CONFIRMED_IT(true, Owed.BOTH) {
        @Override
        SipMessage play(Household home) throws IOException {
            Delivery delivery = home.open();
            delivery.send();
            delivery.phone().nextChunk();
            delivery.tablet().nextChunk();
            return delivery.dialogs().sender().message();
        }
    },

    THE_SENDER_HAS_LEFT(true, Owed.BOTH) {
        @Override
        SipMessage play(Household home) throws IOException {
            Delivery delivery = home.open();
            delivery.send();
            delivery.dialogs().sender().bye().expect(200);
            return delivery.dialogs().sender().message();
        }
    },

    HALF_OF_IT_IS_HERE(false, Owed.NOBODY) {
        @Override
        SipMessage play(Household home) throws IOException {
            Delivery delivery = home.open();
            delivery.sendFirstHalf();
            Delivery.begun(delivery.phone());
            return delivery.dialogs().sender().message();
        }
    },

    THE_SENDER_IS_ANSWERED(false, Owed.NOBODY) {
        @Override
        SipMessage play(Household home) throws IOException {
            return home.open().dialogs().sender().message();
        }
    },

    DEVICES_RING(false, Owed.NOBODY) {
        @Override
        SipMessage play(Household home) {
            Dialogs dialogs = home.invite();
            dialogs.phone().ring();
            dialogs.tablet().ring();
            return dialogs.sender().message();
        }
    },

    A_PAGE_IS_ANSWERED(true, Owed.TABLET_PAGE) {
        @Override
        SipMessage play(Household home) {
            return home.pagesThePhone();
        }
    },

    IT_WAITS(true, Owed.AWAY) {
        @Override
        SipMessage play(Household home) throws IOException {
            return home.sendsToNobodyThere(Owed.AWAY.content);
        }
    },

    A_PAGE_WAITS(true, Owed.AWAY_PAGE) {
        @Override
        SipMessage play(Household home) {
            return home.pagesNobodyThere();
        }
    },

    A_DEVICE_HAS_COME(true, Owed.AWAY) {
        @Override
        SipMessage play(Household home) throws IOException {
            SipMessage message = home.sendsToNobodyThere(Owed.AWAY.content);
            home.phoneRegisters();
            home.phoneInvited(message).ring();
            return message;
        }
    },

    IT_IS_BEING_PUSHED(true, Owed.AWAY) {
        @Override
        SipMessage play(Household home) throws IOException {
            SipMessage message = home.sendsToNobodyThere(Owed.AWAY.content);
            home.phoneRegisters();
            home.phoneAccepts(home.phoneInvited(message)).nextChunk();
            return message;
        }
    };

    /** Who gets the message from the server that comes after the killed one. */
    enum Owed {
        NOBODY(0, "") {
            @Override
            void claim(Household home, SipMessage message) {
                home.bothRegister();
            }
        },
        TABLET(1, Delivery.MESSAGE) {
            @Override
            void claim(Household home, SipMessage message) throws IOException {
                expect(home.tabletGets(message));
            }
        },
        BOTH(2, Delivery.MESSAGE) {
            @Override
            void claim(Household home, SipMessage message) throws IOException {
                expect(home.phoneGets(message));
                expect(home.tabletGets(message));
            }
        },
        TABLET_PAGE(1, Wording.SHORT) {
            @Override
            void claim(Household home, SipMessage message) {
                expect(home.tabletGetsPage(message));
            }
        },
        AWAY(1, Delivery.LARGE) {
            @Override
            void claim(Household home, SipMessage message) throws IOException {
                home.phoneRegisters();
                expect(home.phoneGets(message));
            }
        },
        AWAY_PAGE(1, Wording.SHORT) {
            @Override
            void claim(Household home, SipMessage message) {
                home.phoneRegisters();
                expect(home.phoneGetsPage(message));
            }
        };

        private final int devices;
        private final String content;

        Owed(int devices, String content) {
            this.devices = devices;
            this.content = content;
        }

        int devices() {
            return devices;
        }

        /** Takes what comes: all of it, to whoever was registered without registering again. */
        abstract void claim(Household home, SipMessage message) throws IOException;

        void expect(String got) {
            if (!got.equals(content)) {
                throw new AssertionError(this + ": " + got.length() + " octets of something else");
            }
        }
    }

    private final boolean acknowledged;
    private final Owed owed;

    /** As far as that, in a household of its own. */
    abstract SipMessage play(Household home) throws IOException;

    /** Whether the sender has been told that the message is safe. */
    boolean isAcknowledged() {
        return acknowledged;
    }

    /** Whether its devices have not been there when the message came. */
    boolean isAway() {
        return owed == Owed.AWAY || owed == Owed.AWAY_PAGE;
    }

    Owed owed() {
        return owed;
    }

    KillPoint(boolean acknowledged, Owed owed) {
        this.acknowledged = acknowledged;
        this.owed = owed;
    }
}
