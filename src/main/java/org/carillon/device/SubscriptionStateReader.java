package org.carillon.device;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.carillon.device.SubscriptionState.Active;
import org.carillon.device.SubscriptionState.Pending;
import org.carillon.device.SubscriptionState.Reason;
import org.carillon.device.SubscriptionState.Terminated;

/** Reads Subscription-State (RFC 6665 §8.2.3). */
final class SubscriptionStateReader {
    private final String[] parts;

    private SubscriptionStateReader(String text) {
        this.parts = text.split(";", -1);
    }

    /** Empty if it says nothing; a state that we do not know tells as little as pending does. */
    static Optional<SubscriptionState> parse(String text) {
        return text.isBlank()
                ? Optional.empty()
                : Optional.of(new SubscriptionStateReader(text).state());
    }

    private SubscriptionState state() {
        return switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
            case "active" -> new Active(seconds("expires"));
            case "terminated" -> new Terminated(reason(), seconds("retry-after"));
            default -> new Pending(seconds("expires"));
        };
    }

    private Reason reason() {
        return switch (parameter("reason").orElse("").toLowerCase(Locale.ROOT)) {
            case "deactivated" -> Reason.DEACTIVATED;
            case "probation" -> Reason.PROBATION;
            case "rejected" -> Reason.REJECTED;
            case "timeout" -> Reason.TIMEOUT;
            case "giveup" -> Reason.GIVEUP;
            case "noresource" -> Reason.NORESOURCE;
            case "invariant" -> Reason.INVARIANT;
            default -> Reason.OTHER;
        };
    }

    private Optional<Duration> seconds(String name) {
        return parameter(name)
                .filter(text -> text.matches("[0-9]{1,10}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private Optional<String> parameter(String name) {
        for (int i = 1; i < parts.length; i++) {
            String[] sides = parts[i].split("=", 2);
            if (sides.length == 2 && sides[0].strip().equalsIgnoreCase(name)) {
                return Optional.of(sides[1].strip());
            }
        }
        return Optional.empty();
    }
}
