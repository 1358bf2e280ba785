package org.carillon.call;

import java.util.Optional;

/**
 * Everything that can happen to a {@link Call} or a {@link Page}. Immutable; put into its serial
 * queue by whichever thread saw it.
 *
 * <p>Java 17 has no pattern switch yet: {@link #apply} is the switch, so that a new event does not
 * compile until every reader handles it.
 */
public sealed interface CallEvent {
    /** Hands this event to the method of {@code cases} that is named after it. */
    <R> R apply(Cases<R> cases);

    /** The sender's INVITE or MESSAGE arrived; always the first event. */
    record Invited(CpmRequest invite) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.invited(this);
        }
    }

    /** The look-up of devices and preferences is done. */
    record RecipientFound(Recipient recipient) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.recipientFound(this);
        }
    }

    /** Devices could not be looked up: the source is down, or the look-up pool is full. */
    record RecipientUnknown() implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.recipientUnknown(this);
        }
    }

    /** The Room listens: these are the MSRP URIs of its legs. */
    record RoomOpened(RoomAddresses addresses) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.roomOpened(this);
        }
    }

    /** The Room could not be opened, or died: a limit, or a fault of ours. */
    record RoomLost(String why) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.roomLost(this);
        }
    }

    /** A provisional response from a device. */
    record BranchProgressed(BranchId branch) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.branchProgressed(this);
        }
    }

    /**
     * A 2xx from a device.
     *
     * @param dialog its To-tag: a proxy behind us may have forked, and then one branch has several
     * @param sdp the answer; empty if the 2xx carried none
     */
    record BranchAnswered(BranchId branch, String dialog, Headers headers, Optional<String> sdp)
            implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.branchAnswered(this);
        }
    }

    /** A final response of 300 or more from a device; 408 if none came (RFC 3261 §17.1.1.2). */
    record BranchRefused(BranchId branch, int status) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.branchRefused(this);
        }
    }

    /** A device sent BYE (already answered), or its dialog is gone for the container. */
    record BranchHungUp(BranchId branch, String dialog) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.branchHungUp(this);
        }
    }

    /** The sender's ACK. */
    record SenderAcknowledged() implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.senderAcknowledged(this);
        }
    }

    /**
     * The sender's CANCEL came in time: the container has answered it, and the INVITE with 487. One
     * that comes after our final response has no effect (RFC 3261 §9.2) and is no event.
     */
    record SenderCancelled() implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.senderCancelled(this);
        }
    }

    /** The sender's BYE (already answered, S-28), or its dialog is gone for the container. */
    record SenderHungUp() implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.senderHungUp(this);
        }
    }

    /**
     * A re-INVITE or UPDATE in one of the call's dialogs; answered by {@link
     * CallCommand.AnswerReoffer}.
     *
     * @param cseq its sequence number, which names it on its dialog
     * @param sdp the offer, one char an octet; empty if there is none
     * @param otherBody whether it has a body without an offer in it
     */
    record Reoffered(
            Leg leg,
            long cseq,
            String method,
            Headers headers,
            Optional<String> sdp,
            boolean otherBody)
            implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.reoffered(this);
        }
    }

    /**
     * The ACK of our 2xx to a re-INVITE.
     *
     * @param cseq the sequence number of the re-INVITE
     * @param sdp the answer to the offer in our 2xx; empty if there is none
     */
    record ReofferAcknowledged(Leg leg, long cseq, Optional<String> sdp) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.reofferAcknowledged(this);
        }
    }

    /**
     * The final response to a {@link CallCommand.RefreshLeg}; 408 if none came.
     *
     * @param sdp the answer; empty if there is none
     */
    record Refreshed(Leg leg, int status, Headers headers, Optional<String> sdp)
            implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.refreshed(this);
        }
    }

    /** The Room holds the whole message. */
    record MessageReceived(long bytes) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.messageReceived(this);
        }
    }

    /** The message will never be whole: aborted by the sender, connection lost, silence. */
    record MessageBroken(String why) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.messageBroken(this);
        }
    }

    /**
     * The store's answer to {@link PageCommand.KeepCopy}; of a {@link Page} alone.
     *
     * @param safe whether the message outlives the process now
     */
    record CopyKept(boolean safe) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.copyKept(this);
        }
    }

    /** This device has acknowledged its last byte. */
    record SeatServed(BranchId branch) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.seatServed(this);
        }
    }

    /** This device can no longer be served: refused, stalled or gone on the MSRP side. */
    record SeatLost(BranchId branch, String why) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.seatLost(this);
        }
    }

    /** A timer started by {@link CallCommand.StartTimer} ran out. */
    record TimerFired(TimerName timer) implements CallEvent {
        @Override
        public <R> R apply(Cases<R> cases) {
            return cases.timerFired(this);
        }
    }

    /** One method per event. */
    interface Cases<R> {
        R invited(Invited event);

        R recipientFound(RecipientFound event);

        R recipientUnknown(RecipientUnknown event);

        R roomOpened(RoomOpened event);

        R roomLost(RoomLost event);

        R branchProgressed(BranchProgressed event);

        R branchAnswered(BranchAnswered event);

        R branchRefused(BranchRefused event);

        R branchHungUp(BranchHungUp event);

        R senderAcknowledged(SenderAcknowledged event);

        R senderCancelled(SenderCancelled event);

        R senderHungUp(SenderHungUp event);

        R reoffered(Reoffered event);

        R reofferAcknowledged(ReofferAcknowledged event);

        R refreshed(Refreshed event);

        R messageReceived(MessageReceived event);

        R messageBroken(MessageBroken event);

        R copyKept(CopyKept event);

        R seatServed(SeatServed event);

        R seatLost(SeatLost event);

        R timerFired(TimerFired event);
    }
}
