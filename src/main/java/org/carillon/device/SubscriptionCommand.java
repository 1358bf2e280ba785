package org.carillon.device;

import java.time.Duration;
import java.util.List;
import org.carillon.call.Device;

/** What a {@link Subscription} wants done; carried out in order. */
sealed interface SubscriptionCommand {
    /**
     * Send a SUBSCRIBE of a new dialog: fresh Call-ID and From tag.
     *
     * @param request its number, greater than that of any before it
     */
    record Subscribe(int request, Duration expires) implements SubscriptionCommand {}

    /** Send a SUBSCRIBE in the dialog; {@code expires} zero ends the subscription. */
    record Refresh(int request, String dialog, Duration expires) implements SubscriptionCommand {}

    /** Answer the NOTIFY that the event was. */
    record Answer(int status) implements SubscriptionCommand {}

    /** These are the user's devices from now on; nobody, where the list is empty. */
    record Known(List<Device> devices) implements SubscriptionCommand {
        public Known {
            devices = List.copyOf(devices);
        }
    }

    /** The user's devices are not known any more. */
    record Unknown() implements SubscriptionCommand {}

    record Start(SubscriptionTimer timer, Duration after) implements SubscriptionCommand {}

    record Stop(SubscriptionTimer timer) implements SubscriptionCommand {}

    /** Log this, which an operator can mend. */
    record Report(SubscriptionTrouble trouble) implements SubscriptionCommand {}

    /** It is over; forget it. Always the last command. */
    record Release() implements SubscriptionCommand {}
}
