package org.carillon.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.call.Device;
import org.carillon.device.SubscriptionCommand.Answer;
import org.carillon.device.SubscriptionCommand.Known;
import org.carillon.device.SubscriptionCommand.Recovered;
import org.carillon.device.SubscriptionCommand.Report;
import org.carillon.device.SubscriptionCommand.Start;
import org.carillon.device.SubscriptionCommand.Stop;
import org.carillon.device.SubscriptionCommand.Unknown;

/**
 * The commands of a {@link Subscription}, without those that would change nothing: what is known
 * already, a trouble that was reported, a timer that does not run. Owned by its subscription.
 */
final class SubscriptionOrders {
    private final List<SubscriptionCommand> given = new ArrayList<>();
    private final Set<SubscriptionTimer> running = EnumSet.noneOf(SubscriptionTimer.class);
    private Optional<List<Device>> known = Optional.empty();
    private Optional<SubscriptionTrouble> reported = Optional.empty();

    /** Those given since the last time. */
    List<SubscriptionCommand> take() {
        List<SubscriptionCommand> all = List.copyOf(given);
        given.clear();
        return all;
    }

    void give(SubscriptionCommand command) {
        given.add(command);
    }

    void tell(List<Device> devices) {
        if (!known.equals(Optional.of(devices))) {
            known = Optional.of(devices);
            giveBeforeTheAnswer(new Known(devices));
        }
    }

    void forget() {
        if (known.isPresent()) {
            known = Optional.empty();
            giveBeforeTheAnswer(new Unknown());
        }
    }

    /** Whoever was answered may rely on what it has told: the next message may be on its way. */
    private void giveBeforeTheAnswer(SubscriptionCommand command) {
        int at = 0;
        while (at < given.size() && !(given.get(at) instanceof Answer)) {
            at++;
        }
        given.add(at, command);
    }

    /** Once, as long as it stays the same. */
    void report(SubscriptionTrouble trouble) {
        if (!reported.equals(Optional.of(trouble))) {
            reported = Optional.of(trouble);
            give(new Report(trouble));
        }
    }

    /** The trouble is over: were it to come back, it would be news. */
    void recovered() {
        if (reported.isPresent()) {
            reported = Optional.empty();
            give(new Recovered());
        }
    }

    void start(SubscriptionTimer timer, Duration after) {
        running.add(timer);
        give(new Start(timer, after));
    }

    void stop(SubscriptionTimer timer) {
        if (running.remove(timer)) {
            give(new Stop(timer));
        }
    }

    void stopAll() {
        for (SubscriptionTimer timer : SubscriptionTimer.values()) {
            stop(timer);
        }
    }

    boolean runs(SubscriptionTimer timer) {
        return running.contains(timer);
    }

    /** Whether it ran: one that was stopped may fire all the same. */
    boolean hasFired(SubscriptionTimer timer) {
        return running.remove(timer);
    }
}
