package org.carillon.call;

import java.util.Optional;
import org.carillon.call.CallOutcome.Kind;

/**
 * Where the message is to go, and what has become of it, as the Room tells it. Owned by the {@link
 * Call}.
 */
final class Delivery {
    private enum Target {
        DEVICES,
        /** The store has a copy that outlives us; the sender is told if every device fails. */
        DEVICES_AND_COPY,
        /** What no device takes stays in the store. */
        DEVICES_OR_STORE,
        STORE
    }

    private enum Message {
        EXPECTED,
        WHOLE,
        BROKEN
    }

    private Target target = Target.DEVICES;
    private Message message = Message.EXPECTED;
    private int served;
    private long bytes;
    private String why = "";

    /** Says where it may go, before anybody is invited. */
    void begin(Durability durability, NotAvailable notAvailable) {
        if (durability != Durability.MEMORY) {
            target =
                    notAvailable == NotAvailable.DEFER
                            ? Target.DEVICES_OR_STORE
                            : Target.DEVICES_AND_COPY;
        }
    }

    boolean expected() {
        return message == Message.EXPECTED;
    }

    boolean broken() {
        return message == Message.BROKEN;
    }

    /** The message is kept for later. */
    void defer() {
        target = Target.STORE;
    }

    boolean isDeferred() {
        return target == Target.STORE;
    }

    /** How the store takes part in the Room, if it does. */
    Optional<RoomPlan.Keep.Role> store() {
        return switch (target) {
            case DEVICES -> Optional.empty();
            case DEVICES_AND_COPY -> Optional.of(RoomPlan.Keep.Role.COPY);
            case DEVICES_OR_STORE, STORE -> Optional.of(RoomPlan.Keep.Role.RECIPIENT);
        };
    }

    /** The sender will not be told of a failure: what was acknowledged is not given up. */
    void keepPromise() {
        if (target == Target.DEVICES_AND_COPY) {
            target = Target.DEVICES_OR_STORE;
        }
    }

    /** Whether the store is where the message still has to go, and nowhere else. */
    boolean isBeingKept() {
        return isStoreEnough() && expected() && served == 0;
    }

    private boolean isStoreEnough() {
        return target.compareTo(Target.DEVICES_OR_STORE) >= 0;
    }

    private boolean isKept() {
        return isStoreEnough() && message == Message.WHOLE;
    }

    /** Whether all was not in vain. */
    boolean anyServed() {
        return served > 0 || isKept();
    }

    void received(long octets) {
        if (expected()) {
            message = Message.WHOLE;
            bytes = octets;
        }
    }

    /** The message itself breaks off; a whole one no longer can. */
    void breaks(String reason) {
        if (expected()) {
            roomLost(reason);
        }
    }

    /** Without a Room even a whole message reaches nobody any more, unless it is kept. */
    void roomLost(String reason) {
        keepPromise();
        if (!isKept()) {
            message = Message.BROKEN;
            why = reason;
        }
    }

    void served() {
        served++;
    }

    /** Notes what went wrong last, for the one who asks why. */
    void blame(String reason) {
        why = reason;
    }

    /** The end of a call that was answered. */
    CallOutcome outcome(int invited) {
        if (served > 0) {
            return outcome(Kind.DELIVERED, 200, invited, "");
        }
        if (isKept()) {
            return outcome(Kind.DEFERRED, 200, invited, "");
        }
        Kind kind = message == Message.WHOLE ? Kind.UNDELIVERED : Kind.ABORTED;
        return outcome(kind, 200, invited, why);
    }

    /** The end of any other. */
    CallOutcome outcome(Kind kind, int status, int invited, String reason) {
        return new CallOutcome(kind, status, served, invited, bytes, reason);
    }

    @Override
    public String toString() {
        return message + " served=" + served;
    }
}
