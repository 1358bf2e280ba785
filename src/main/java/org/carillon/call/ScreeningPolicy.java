package org.carillon.call;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checks that a request passes before any device hears of it, in the order of the change
 * request (S-2, S-3, S-4, and of an INVITE S-5); the first that fails ends it (S-7).
 *
 * @param blocked originators refused for every user
 * @param allowed if not empty, the only originators taken
 * @param userAgents if not empty, one of these must be met (S-3)
 * @param errorInfo where S-3's Error-Info points to
 * @param allowAnonymous whether a withheld identity is taken for any user at all
 * @param minSessionExpires seconds, at least 90 (RFC 4028 §4)
 */
public record ScreeningPolicy(
        List<OriginatorPattern> blocked,
        List<OriginatorPattern> allowed,
        List<UserAgentVersion> userAgents,
        String errorInfo,
        boolean allowAnonymous,
        long minSessionExpires) {

    /** Nobody blocked, every user agent taken, anonymity allowed. */
    public static final ScreeningPolicy OPEN =
            new ScreeningPolicy(
                    List.of(), List.of(), List.of(), "https://carillon.invalid/errors", true, 90);

    public ScreeningPolicy {
        blocked = List.copyOf(blocked);
        allowed = List.copyOf(allowed);
        userAgents = List.copyOf(userAgents);
    }

    /** The refusal of the first check that fails; empty if all pass. */
    Optional<Refusal> screen(CpmRequest request, Preferences preferences, CallOptions options) {
        return originator(request, preferences, options)
                .or(() -> userAgent(request, options))
                .or(() -> anonymity(request, preferences, options))
                .or(() -> sessionTimer(request, options));
    }

    private Optional<Refusal> originator(
            CpmRequest request, Preferences preferences, CallOptions options) {
        return Originator.of(request)
                .filter(each -> isBlocked(each, preferences.blockedOriginators()))
                .map(blocked -> "Originator not allowed to send to this user")
                .flatMap(words -> refused(options.warning(words)))
                .or(() -> asserted(request, options));
    }

    /** The one check of what is not for users of ours. */
    Optional<Refusal> asserted(CpmRequest request, CallOptions options) {
        String words = "No P-Asserted-Identity from a trusted peer (see trusted-peers)";
        return Originator.of(request).isPresent()
                ? Optional.empty()
                : refused(options.warning(words));
    }

    private boolean isBlocked(Originator originator, Set<String> blockedByUser) {
        List<OriginatorPattern> ofUser =
                blockedByUser.stream().map(OriginatorPattern::new).toList();
        return anyMatch(blocked, originator.names())
                || anyMatch(ofUser, originator.names())
                || (!allowed.isEmpty() && !anyMatch(allowed, originator.addresses()));
    }

    private static boolean anyMatch(List<OriginatorPattern> patterns, List<Aor> addresses) {
        return patterns.stream().anyMatch(pattern -> addresses.stream().anyMatch(pattern::matches));
    }

    private Optional<Refusal> userAgent(CpmRequest request, CallOptions options) {
        String shown = request.headers().first("User-Agent").orElse("");
        if (userAgents.isEmpty() || userAgents.stream().anyMatch(v -> v.isMetBy(shown))) {
            return Optional.empty();
        }
        return refused(
                new Header("Error-Info", "<" + errorInfo + ">"),
                options.warning("User-Agent version not supported"));
    }

    private Optional<Refusal> anonymity(
            CpmRequest request, Preferences preferences, CallOptions options) {
        boolean allowedHere = allowAnonymous && preferences.allowAnonymous();
        if (allowedHere || !Originator.withheld(request)) {
            return Optional.empty();
        }
        return refused(options.warning("Anonymous messages are not accepted by this user"));
    }

    /** 422 may only be given to a sender that says it understands it (RFC 4028 §9). */
    private Optional<Refusal> sessionTimer(CpmRequest request, CallOptions options) {
        boolean understands =
                request.headers().values("Supported").stream().anyMatch("timer"::equalsIgnoreCase);
        boolean tooShort =
                request.headers()
                        .first("Session-Expires")
                        .flatMap(SipText::leadingNumber)
                        .filter(seconds -> seconds < minSessionExpires)
                        .isPresent();
        boolean session = request.mode() == CpmRequest.Mode.LARGE_MESSAGE;
        if (!session || !understands || !tooShort) {
            return Optional.empty();
        }
        return Optional.of(
                new Refusal(
                        422,
                        List.of(
                                new Header("Min-SE", Long.toString(minSessionExpires)),
                                options.warning("Session-Expires below the minimum"))));
    }

    private static Optional<Refusal> refused(Header... headers) {
        return Optional.of(new Refusal(403, List.of(headers)));
    }
}
