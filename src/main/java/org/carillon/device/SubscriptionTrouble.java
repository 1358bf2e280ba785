package org.carillon.device;

/**
 * What went wrong with a subscription, for the log.
 *
 * @param what in words of ours
 * @param setting the setting to look at
 */
record SubscriptionTrouble(String what, String setting) {
    static final SubscriptionTrouble SILENT =
            new SubscriptionTrouble("no NOTIFY follows the SUBSCRIBE", "core-route");
    static final SubscriptionTrouble REJECTED =
            new SubscriptionTrouble(
                    "the core has ended the subscription: this server may not know",
                    "device-source");
    static final SubscriptionTrouble EXPIRED =
            new SubscriptionTrouble("the subscription could not be refreshed", "core-route");
    static final SubscriptionTrouble TOO_MANY =
            new SubscriptionTrouble("more contacts than are kept", "registrar-max-contacts");

    static SubscriptionTrouble unreadable(String why) {
        return new SubscriptionTrouble("registration information: " + why, "device-source");
    }

    static SubscriptionTrouble refused(int status) {
        return switch (status) {
            case 401, 407 -> of(status, "asks for a password, of which there is none");
            case 403 -> of(status, "does not let this server subscribe: make it known there");
            case 404, 410, 416, 484, 485, 604 -> of(status, "does not know the user");
            case 405, 489, 501 -> of(status, "does not serve the event package reg");
            default ->
                    new SubscriptionTrouble("SUBSCRIBE is answered with " + status, "core-route");
        };
    }

    private static SubscriptionTrouble of(int status, String what) {
        return new SubscriptionTrouble("the core %s (%d)".formatted(what, status), "device-source");
    }
}
