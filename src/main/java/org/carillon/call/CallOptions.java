package org.carillon.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.sdp.MsrpPolicy;

/**
 * What the operator has set for every call.
 *
 * @param product the OMA release token of Server and User-Agent (S-17)
 * @param host how this server names itself in a Warning (RFC 3261 §20.43)
 * @param msrp path mode, transports and the largest message
 * @param notAvailable what becomes of a message that no device can take
 * @param durability what becomes of a message when the server dies
 * @param push the {@link Icsi} of pushed messages, for devices that show it themselves
 * @param coreRoute Route towards the SIP/IP core, used where the request brought none of its own
 * @param homeDomains where our users are
 */
public record CallOptions(
        String product,
        String host,
        MsrpPolicy msrp,
        List<String> coreRoute,
        Set<String> homeDomains,
        BranchPolicy branches,
        NotAvailable notAvailable,
        Durability durability,
        Optional<String> push,
        CallTimes times) {

    /** The methods of Allow (S-15): all that this server answers with anything but 405. */
    public static final String ALLOW =
            "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, REGISTER, NOTIFY, MESSAGE";

    public CallOptions {
        coreRoute = List.copyOf(coreRoute);
        homeDomains = Set.copyOf(homeDomains);
    }

    /** Nothing is kept for later. */
    public CallOptions(
            String product,
            String host,
            MsrpPolicy msrp,
            List<String> coreRoute,
            BranchPolicy branches,
            CallTimes times) {
        this(
                product,
                host,
                msrp,
                coreRoute,
                Set.of(),
                branches,
                NotAvailable.REJECT,
                Durability.MEMORY,
                Optional.empty(),
                times);
    }

    /**
     * The options for the delivery of a message that was kept: it is not kept again, and nobody is
     * behind us.
     *
     * @param service what devices see it as, where they show that themselves
     */
    public CallOptions ofKept(Optional<String> service) {
        return new CallOptions(
                product,
                host,
                msrp.anchored(),
                coreRoute,
                homeDomains,
                branches,
                NotAvailable.REJECT,
                Durability.MEMORY,
                service,
                times);
    }

    /** A Warning with code 399: text for people, never for programs (RFC 3261 §20.43). */
    public Header warning(String text) {
        return warning(399, text);
    }

    Refusal refusal(int status, String text) {
        return new Refusal(status, List.of(warning(text)));
    }

    /** What a message for which there is no room is refused with; empty if there is. */
    Optional<Refusal> refusal(DeferredMessages.Space space) {
        return switch (space) {
            case FREE -> Optional.empty();
            case USER_FULL ->
                    Optional.of(refusal(480, "As many messages wait for this user as may"));
            case STORE_FULL ->
                    Optional.of(
                            Refusal.forNow(413, warning("As many messages are kept as may be")));
        };
    }

    Header warning(int code, String text) {
        return new Header("Warning", code + " " + host + " " + SipText.quoted(text));
    }

    /**
     * How long a call waits, and for what.
     *
     * @param lookUp for devices and preferences
     * @param room for the Room to listen
     * @param answer for every device's final response
     * @param acknowledge for the sender's ACK: 64·T1
     * @param join for devices that still ring when the sender hangs up: 64·T1
     * @param linger for the sender's BYE once everybody is served
     * @param settle for the final responses of cancelled INVITEs: 64·T1
     * @param silence for the rest of the message after the sender's BYE
     */
    public record CallTimes(
            Duration lookUp,
            Duration room,
            Duration answer,
            Duration acknowledge,
            Duration join,
            Duration linger,
            Duration settle,
            Duration silence) {
        /** 64·T1 of RFC 3261 §17.1.1.2 with T1 = 500 ms. */
        private static final Duration TIMER_B = Duration.ofSeconds(32);

        /** Behind every wait for the relay: longer than the largest message takes anybody. */
        private static final Duration LIFETIME = Duration.ofHours(12);

        Duration of(CallTimer timer) {
            return switch (timer) {
                case LOOK_UP -> lookUp;
                case ROOM -> room;
                case ANSWER -> answer;
                case ACKNOWLEDGE -> acknowledge;
                case JOIN -> join;
                case LINGER -> linger;
                case LIFETIME -> LIFETIME;
                case SETTLE -> settle;
            };
        }

        public static final CallTimes DEFAULT =
                new CallTimes(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(120),
                        TIMER_B,
                        TIMER_B,
                        TIMER_B,
                        TIMER_B,
                        Duration.ofSeconds(10));
    }
}
