package org.carillon.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.carillon.call.LegTimer.Kind;

/**
 * The session timer of one dialog (RFC 4028): how long it lives without a refresh, and who sends
 * the refreshes. Each dialog of a call has its own; we never ask for a timer, but take part in one
 * that the peer, or a proxy on the way to it, asks for. Owned by the {@link Call}.
 *
 * <pre>
 *            2xx with Session-Expires                     half the interval
 *   OFF ─────────────────────────────► ON, peer refreshes   ON, we refresh ────► a refresh of ours
 *    ▲                                  │      expiry − min(32 s, a third) │
 *    └── 2xx without                    └──────────────► BYE ◄─────────────┘
 * </pre>
 */
final class SessionTimer {
    /** Seconds below which no interval may be, on either side (RFC 4028 §4). */
    static final long SHORTEST = 90;

    private static final long LONGEST_MARGIN = 32;
    private static final String OPTION = "timer";
    private static final Header SUPPORTED = new Header("Supported", OPTION);
    private static final Header REQUIRE = new Header("Require", OPTION);

    private final long shortestTaken;
    private final LegTimers timers;

    /** Seconds; 0: no timer. */
    private long interval;

    /** The largest Min-SE that the peer has shown on this dialog; 0: none. */
    private long peersMinimum;

    /**
     * @param shortestTaken seconds below which a request of the peer gets 422
     */
    SessionTimer(long shortestTaken, LegTimers timers) {
        this.shortestTaken = shortestTaken;
        this.timers = timers;
    }

    /** The 422 to a request whose sender understands it (RFC 4028 §9). */
    Optional<Refusal> refuse(Headers request) {
        boolean tooShort = requested(request).filter(s -> s < shortestTaken).isPresent();
        return tooShort && supports(request)
                ? Optional.of(
                        new Refusal(
                                422, List.of(new Header("Min-SE", Long.toString(shortestTaken)))))
                : Optional.empty();
    }

    /**
     * Agrees to what a request asks for, and begins to count (RFC 4028 §9). The interval is copied:
     * we have no reason to shorten it. One below 90 s may neither be copied nor raised; there is no
     * timer then.
     *
     * @return the headers of its 2xx
     */
    List<Header> accept(Headers request) {
        noteMinimum(request);
        List<Header> answer = new ArrayList<>();
        answer.add(SUPPORTED);
        Optional<Long> seconds = requested(request).filter(s -> s >= SHORTEST);
        if (seconds.isEmpty()) {
            off();
            return answer;
        }
        boolean peerRefreshes = choosesPeer(request);
        answer.add(expires(seconds.get(), peerRefreshes ? "uac" : "uas"));
        if (supports(request)) {
            answer.add(REQUIRE);
        }
        on(seconds.get(), !peerRefreshes);
        return answer;
    }

    /**
     * Table 2 of RFC 4028. Where the choice is ours, it is the peer's turn: it wants the timer, and
     * a refresh from its side also keeps the bindings of the NATs open that stand before it.
     */
    private static boolean choosesPeer(Headers request) {
        return supports(request) && !refresher(request).equals("uas");
    }

    /** Takes what a 2xx to a request of ours brings (RFC 4028 §7.2). */
    void answered(Headers response) {
        Optional<Long> seconds = requested(response);
        if (seconds.isPresent()) {
            // Whoever names less would have us send refreshes without end.
            on(Math.max(seconds.get(), SHORTEST), !refresher(response).equals("uas"));
        } else {
            off();
        }
    }

    /** The headers of a refresh of ours (RFC 4028 §7.4). */
    List<Header> refresh() {
        List<Header> headers = new ArrayList<>();
        headers.add(SUPPORTED);
        headers.add(expires(askedFor(), "uac"));
        if (peersMinimum > 0) {
            headers.add(new Header("Min-SE", Long.toString(peersMinimum)));
        }
        return headers;
    }

    private long askedFor() {
        return Math.max(interval, Math.max(peersMinimum, SHORTEST));
    }

    /** Takes a 422 to a refresh of ours; whether asking again, for longer, makes sense. */
    boolean tooShort(Headers response) {
        long before = askedFor();
        noteMinimum(response);
        return askedFor() > before;
    }

    /** Tries a refresh once more, without reaching for more time: the dialog ends when it did. */
    void again(Duration after) {
        if (interval > 0) {
            timers.start(Kind.REFRESH, after);
        }
    }

    private void on(long seconds, boolean weRefresh) {
        interval = seconds;
        timers.stop(Kind.REFRESH);
        if (weRefresh) {
            timers.start(Kind.REFRESH, Duration.ofSeconds(seconds).dividedBy(2));
        }
        long margin = Math.min(LONGEST_MARGIN, seconds / 3);
        timers.start(Kind.EXPIRY, Duration.ofSeconds(seconds - margin));
    }

    /** The dialog lives for as long as it likes, or is over. */
    void off() {
        interval = 0;
        timers.stop(Kind.REFRESH);
        timers.stop(Kind.EXPIRY);
    }

    private void noteMinimum(Headers message) {
        message.first("Min-SE")
                .flatMap(SipText::leadingNumber)
                .ifPresent(seconds -> peersMinimum = Math.max(peersMinimum, seconds));
    }

    private static Header expires(long seconds, String refresher) {
        return new Header("Session-Expires", seconds + ";refresher=" + refresher);
    }

    private static Optional<Long> requested(Headers message) {
        return message.first("Session-Expires").flatMap(SipText::leadingNumber);
    }

    private static String refresher(Headers message) {
        return message.first("Session-Expires")
                .map(value -> SipText.parameters(value).getOrDefault("refresher", ""))
                .orElse("")
                .toLowerCase(Locale.ROOT);
    }

    private static boolean supports(Headers message) {
        return message.values("Supported").stream().anyMatch(OPTION::equalsIgnoreCase);
    }
}
