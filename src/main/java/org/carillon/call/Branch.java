package org.carillon.call;

import java.util.Optional;
import org.carillon.sdp.DeviceAnswer;
import org.carillon.sdp.DeviceOffer;

/**
 * One device of a call: its INVITE transaction and its dialog. Owned by the {@link Call}, which is
 * the only one to change it.
 *
 * <pre>
 *            1xx               2xx              sender's ACK          last byte acknowledged
 * CALLING ────────► PROCEEDING ─────► ANSWERED ──────────────► SEATED ──────────────► SERVED
 *    │  │               │                │                       │                      │
 *    │  │ unwanted      │ unwanted       │ BYE, lost, call over  │                      │
 *    │  ▼     1xx       ▼                │                       │                      │
 *    │ UNWANTED ──► CANCELLING           │                       │                      │
 *    │  │               │ any final      ▼                       ▼                      ▼
 *    └──┴───────────────┴──────────────► ENDED ◄─────────────────┴──────────────────────┘
 *      3xx-6xx, Timer B
 * </pre>
 *
 * UNWANTED waits for a 1xx, because a CANCEL must not be sent before one (RFC 3261 §9.1). A branch
 * that answers after the sender's ACK goes to SEATED at once.
 */
final class Branch {
    /** See the diagram of {@link Branch}. */
    enum State {
        CALLING,
        PROCEEDING,
        UNWANTED,
        CANCELLING,
        ANSWERED,
        SEATED,
        SERVED,
        ENDED;

        /** May still bring a 2xx that is wanted. */
        boolean pending() {
            return this == CALLING || this == PROCEEDING;
        }

        /** Has a dialog that is kept. */
        boolean live() {
            return this == ANSWERED || this == SEATED || this == SERVED;
        }

        /** Is invited, but no longer wanted: its INVITE transaction has yet to end. */
        boolean unsettled() {
            return this == UNWANTED || this == CANCELLING;
        }
    }

    private final BranchId id;
    private final Device device;
    private final DeviceOffer offer;
    private State state = State.CALLING;
    private String dialog = "";
    private Optional<DeviceAnswer> answer = Optional.empty();

    Branch(BranchId id, Device device, DeviceOffer offer) {
        this.id = id;
        this.device = device;
        this.offer = offer;
    }

    BranchId id() {
        return id;
    }

    Device device() {
        return device;
    }

    DeviceOffer offer() {
        return offer;
    }

    State state() {
        return state;
    }

    boolean isIn(State candidate) {
        return state == candidate;
    }

    /** The dialog that is kept; empty before the 2xx. */
    String dialog() {
        return dialog;
    }

    DeviceAnswer answer() {
        return answer.orElseThrow(() -> new IllegalStateException(id + " has no answer: " + state));
    }

    void become(State next) {
        state = next;
    }

    void answered(String remoteTag, DeviceAnswer accepted, State next) {
        dialog = remoteTag;
        answer = Optional.of(accepted);
        state = next;
    }
}
