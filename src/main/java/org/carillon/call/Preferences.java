package org.carillon.call;

import java.util.Locale;
import java.util.Set;

/**
 * What a user has asked for (S-8, S-2, S-4, S-19).
 *
 * @param delivery which of the user's devices receive
 * @param listedDevices instance ids or GRUUs, read only for {@link Delivery#LISTED}
 * @param quietDevices devices never invited, whatever {@code delivery} says
 * @param blockedOriginators patterns as {@link OriginatorPattern} reads them
 * @param allowAnonymous whether a message from a withheld identity is taken
 * @param recordHistory whether received messages are kept as conversation history
 * @param deferral what becomes of a message while none of the user's devices is in reach
 */
public record Preferences(
        Delivery delivery,
        Set<String> listedDevices,
        Set<String> quietDevices,
        Set<String> blockedOriginators,
        boolean allowAnonymous,
        boolean recordHistory,
        Deferral deferral) {
    /** Which devices receive. */
    public enum Delivery {
        ALL,
        LISTED,
        NONE
    }

    /** The user's word on {@link NotAvailable}. */
    public enum Deferral {
        /** None: the operator's setting holds. */
        AS_SET,
        DEFER,
        REJECT;

        NotAvailable or(NotAvailable set) {
            return switch (this) {
                case AS_SET -> set;
                case DEFER -> NotAvailable.DEFER;
                case REJECT -> NotAvailable.REJECT;
            };
        }
    }

    /** Everything delivered, nothing blocked, history kept: a user who never chose. */
    public static final Preferences DEFAULT =
            new Preferences(
                    Delivery.ALL, Set.of(), Set.of(), Set.of(), true, true, Deferral.AS_SET);

    /**
     * In force while the user's choices cannot be read: every capable device receives, nothing is
     * recorded, because that is the side which protects privacy.
     */
    public static final Preferences UNREADABLE =
            new Preferences(
                    Delivery.ALL, Set.of(), Set.of(), Set.of(), true, false, Deferral.AS_SET);

    public Preferences {
        listedDevices = Set.copyOf(listedDevices);
        quietDevices = Set.copyOf(quietDevices);
        blockedOriginators = Set.copyOf(blockedOriginators);
        blockedOriginators.forEach(OriginatorPattern::new);
    }

    /** How a choice is written, in JSON as in XML: in lower case, with hyphens. */
    public static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The same without a word on deferral: what was kept once is not kept again. */
    public Preferences withoutDeferral() {
        return new Preferences(
                delivery,
                listedDevices,
                quietDevices,
                blockedOriginators,
                allowAnonymous,
                recordHistory,
                Deferral.AS_SET);
    }
}
