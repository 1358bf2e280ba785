package org.carillon.device;

import java.time.Duration;
import java.util.List;
import org.carillon.call.Device;

/** What a {@link Subscription} wants done; carried out in order. */
sealed interface SubscriptionCommand {
    /** Hands this command to the method of {@code ports} that is named after it. */
    void perform(Ports ports);

    /**
     * Send a SUBSCRIBE of a new dialog: fresh Call-ID and From tag.
     *
     * @param request its number, greater than that of any before it
     */
    record Subscribe(int request, Duration expires) implements SubscriptionCommand {
        @Override
        public void perform(Ports ports) {
            ports.subscribe(this);
        }
    }

    /** Send a SUBSCRIBE in the dialog; {@code expires} zero ends the subscription. */
    record Refresh(int request, String dialog, Duration expires) implements SubscriptionCommand {
        @Override
        public void perform(Ports ports) {
            ports.refresh(this);
        }
    }

    /** Answer the NOTIFY that the event was. */
    record Answer(int status) implements SubscriptionCommand {
        @Override
        public void perform(Ports ports) {
            ports.answer(status);
        }
    }

    /** These are the user's devices from now on; nobody, where the list is empty. */
    record Known(List<Device> devices) implements SubscriptionCommand {
        public Known {
            devices = List.copyOf(devices);
        }

        @Override
        public void perform(Ports ports) {
            ports.known(devices);
        }
    }

    /** The user's devices are not known any more. */
    record Unknown() implements SubscriptionCommand {
        @Override
        public void perform(Ports ports) {
            ports.unknown();
        }
    }

    record Start(SubscriptionTimer timer, Duration after) implements SubscriptionCommand {
        @Override
        public void perform(Ports ports) {
            ports.start(timer, after);
        }
    }

    record Stop(SubscriptionTimer timer) implements SubscriptionCommand {
        @Override
        public void perform(Ports ports) {
            ports.stop(timer);
        }
    }

    /** Log this, which an operator can mend. */
    record Report(SubscriptionTrouble trouble) implements SubscriptionCommand {
        @Override
        public void perform(Ports ports) {
            ports.report(trouble);
        }
    }

    /** What was reported is over. */
    record Recovered() implements SubscriptionCommand {
        @Override
        public void perform(Ports ports) {
            ports.recovered();
        }
    }

    /** It is over; forget it. Always the last command. */
    record Release() implements SubscriptionCommand {
        @Override
        public void perform(Ports ports) {
            ports.release();
        }
    }

    /** A method for each command. */
    interface Ports {
        void subscribe(Subscribe command);

        void refresh(Refresh command);

        void answer(int status);

        void known(List<Device> devices);

        void unknown();

        void start(SubscriptionTimer timer, Duration after);

        void stop(SubscriptionTimer timer);

        void report(SubscriptionTrouble trouble);

        void recovered();

        void release();
    }
}
