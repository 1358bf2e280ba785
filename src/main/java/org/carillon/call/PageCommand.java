package org.carillon.call;

import java.time.Duration;
import java.util.List;

/**
 * What a {@link Page} wants done. Immutable; carried out in order, one after the other, by whoever
 * runs its queue. None of them waits.
 */
public sealed interface PageCommand {
    /** Carries this command out through the port it belongs to. */
    void perform(PagePorts ports);

    /** Look up devices and preferences; answered by RecipientFound or RecipientUnknown. */
    record FindRecipient(Aor user) implements PageCommand {
        @Override
        public void perform(PagePorts ports) {
            ports.recipients().find(user);
        }
    }

    /**
     * Keep the message until they have it; answered by CopyKept.
     *
     * @param devices for whom: {@link Device#identity}; empty: for whoever comes
     */
    record KeepCopy(List<String> devices) implements PageCommand {
        public KeepCopy {
            devices = List.copyOf(devices);
        }

        @Override
        public void perform(PagePorts ports) {
            ports.copy().keep(devices);
        }
    }

    /** This device has it. */
    record NoteServed(BranchId branch) implements PageCommand {
        @Override
        public void perform(PagePorts ports) {
            ports.copy().served(branch);
        }
    }

    /** Nothing is kept: the sender knows that it was in vain. */
    record DropCopy() implements PageCommand {
        @Override
        public void perform(PagePorts ports) {
            ports.copy().drop();
        }
    }

    /** Put it into its user's history, unless it is there. */
    record RecordHistory(HistoryEntry entry) implements PageCommand {
        @Override
        public void perform(PagePorts ports) {
            ports.copy().record(entry);
        }
    }

    /** Send the message to one device; answered by BranchAnswered or BranchRefused. */
    record SendToDevice(BranchId branch, DeviceRequest request) implements PageCommand {
        @Override
        public void perform(PagePorts ports) {
            ports.legs().send(branch, request);
        }
    }

    /**
     * The one 2xx to the sender.
     *
     * @param status 200; 202 where nobody has it yet (RFC 3428 §7)
     */
    record AcceptMessage(int status) implements PageCommand {
        @Override
        public void perform(PagePorts ports) {
            ports.legs().accept(status);
        }
    }

    /** The final refusal to the sender. */
    record RefuseMessage(Refusal refusal) implements PageCommand {
        @Override
        public void perform(PagePorts ports) {
            ports.legs().refuse(refusal);
        }
    }

    record StartTimer(PageTimer timer, Duration after) implements PageCommand {
        @Override
        public void perform(PagePorts ports) {
            ports.timers().start(timer, after);
        }
    }

    record StopTimer(PageTimer timer) implements PageCommand {
        @Override
        public void perform(PagePorts ports) {
            ports.timers().stop(timer);
        }
    }

    /** The last command: forget it, release what the container holds for it. */
    record Release(CallOutcome outcome) implements PageCommand {
        @Override
        public void perform(PagePorts ports) {
            ports.release(outcome);
        }
    }
}
