package org.carillon.call;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The one status the sender gets when no device accepted: a forking proxy's choice (RFC 3261 §16.7
 * step 6), with what a sender could not use mapped to what it can.
 */
final class FinalResponse {
    /** Within 4xx these tell the sender how to try again (RFC 3261 §16.7). */
    private static final List<Integer> INSTRUCTIVE = List.of(415, 420, 484);

    /** What devices and the core say of a phone that is off or out of reach. */
    private static final List<Integer> UNREACHABLE = List.of(404, 408, 410, 430, 480, 503, 504);

    private FinalResponse() {}

    /** The status to send for these final statuses, one per branch, 300 or more each. */
    static int best(Collection<Integer> statuses) {
        return statuses.stream()
                .map(FinalResponse::usable)
                .min(Comparator.comparingInt(FinalResponse::rank).thenComparing(s -> s))
                .map(best -> best == 503 ? 500 : best)
                .orElse(408);
    }

    /**
     * A challenge is the device's, and the sender's credentials are not for it; a redirect's
     * Contact names a device, which only its own user's server may know.
     */
    private static int usable(int status) {
        if (status == 401 || status == 407) {
            return 500;
        }
        return status / 100 == 3 ? 480 : status;
    }

    /** Whether all of these say that a device is not there, and none what its user wants. */
    static boolean unreachable(Collection<Integer> statuses) {
        return UNREACHABLE.containsAll(statuses);
    }

    private static int rank(int status) {
        int statusClass = status / 100;
        if (statusClass == 6) {
            return 0;
        }
        if (statusClass == 4) {
            return INSTRUCTIVE.contains(status) ? 40 : status == 408 ? 42 : 41;
        }
        // A lone 503 speaks of one device's server, not of ours: any other 5xx says more.
        return status == 503 ? 59 : 58;
    }
}
