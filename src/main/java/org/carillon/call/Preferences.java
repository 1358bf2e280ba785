package org.carillon.call;

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
 */
public record Preferences(
        Delivery delivery,
        Set<String> listedDevices,
        Set<String> quietDevices,
        Set<String> blockedOriginators,
        boolean allowAnonymous,
        boolean recordHistory) {
    /** Which devices receive. */
    public enum Delivery {
        ALL,
        LISTED,
        NONE
    }

    /** Everything delivered, nothing blocked, history kept: a user who never chose. */
    public static final Preferences DEFAULT =
            new Preferences(Delivery.ALL, Set.of(), Set.of(), Set.of(), true, true);

    /**
     * In force while the user's choices cannot be read: every capable device receives, nothing is
     * recorded, because that is the side which protects privacy.
     */
    public static final Preferences UNREADABLE =
            new Preferences(Delivery.ALL, Set.of(), Set.of(), Set.of(), true, false);

    public Preferences {
        listedDevices = Set.copyOf(listedDevices);
        quietDevices = Set.copyOf(quietDevices);
        blockedOriginators = Set.copyOf(blockedOriginators);
        blockedOriginators.forEach(OriginatorPattern::new);
    }
}
