package org.carillon.device;

/**
 * What went wrong with a subscription, for the log.
 *
 * @param reach whether it is the core's business with this server, or one user's
 * @param what in words of ours
 * @param setting the setting to look at
 */
record SubscriptionTrouble(Reach reach, String what, String setting) {
    static final SubscriptionTrouble SILENT = core("no NOTIFY follows the SUBSCRIBE", "core-route");
    static final SubscriptionTrouble REJECTED =
            core(
                    "the core has ended the subscription: this server may not know",
                    "server-identity");
    static final SubscriptionTrouble EXPIRED =
            core("the subscription could not be refreshed", "core-route");
    static final SubscriptionTrouble TOO_MANY =
            user("more contacts than are kept", "registrar-max-contacts");

    /** Whom it concerns. */
    enum Reach {
        CORE,
        USER
    }

    private static SubscriptionTrouble core(String what, String setting) {
        return new SubscriptionTrouble(Reach.CORE, what, setting);
    }

    private static SubscriptionTrouble user(String what, String setting) {
        return new SubscriptionTrouble(Reach.USER, what, setting);
    }

    static SubscriptionTrouble unreadable(String why) {
        return core("registration information: " + why, "device-source");
    }

    static SubscriptionTrouble refused(int status) {
        return switch (status) {
            case 401, 407 ->
                    core(
                            of(status, "asks for a password, of which there is none"),
                            "server-identity");
            case 403 ->
                    core(
                            of(status, "does not let this server subscribe: make it known there"),
                            "server-identity");
            case 404, 410, 416, 484, 485, 604 ->
                    user(of(status, "does not know the user"), "device-source");
            case 405, 489, 501 ->
                    core(of(status, "does not serve the event package reg"), "device-source");
            default -> core("SUBSCRIBE is answered with " + status, "core-route");
        };
    }

    private static String of(int status, String what) {
        return "the core %s (%d)".formatted(what, status);
    }
}
