package org.carillon.device;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carillon.call.Aor;
import org.carillon.call.Header;
import org.carillon.call.RegisterOutcome.Refused;
import org.carillon.call.RegisterRequest;
import org.carillon.call.RegisterRequest.RegisterContact;

/**
 * What can be said of a REGISTER without looking at any binding, in the order of RFC 3261 §10.3.
 *
 * <table>
 *   <caption>Refusals, first match wins</caption>
 *   <tr><td>403</td><td>not from a trusted peer</td></tr>
 *   <tr><td>404</td><td>Request-URI or To of a domain that is not ours (§10.3 step 5,
 *       §21.4.5), To without a user</td></tr>
 *   <tr><td>420</td><td>Require of an extension we lack (§8.2.2.3)</td></tr>
 *   <tr><td>400</td><td>{@code *} beside a contact or without {@code Expires: 0}; a contact that
 *       is no URI or holds control characters; several contacts with a flow (RFC 5626 §6)</td></tr>
 *   <tr><td>403</td><td>a contact of another scheme, equal to the address of record, or a GRUU of
 *       it (RFC 5627 §5.1); one that is too long</td></tr>
 *   <tr><td>439</td><td>a flow through a first hop that does not support it (RFC 5626 §6)</td></tr>
 *   <tr><td>423</td><td>an interval below our minimum</td></tr>
 * </table>
 *
 * <p>A trusted peer may register any of our users: whoever it is that stands in From, the peer has
 * authenticated (third-party registration, §10.2).
 */
final class RegisterScreening {
    private static final Set<String> SUPPORTED = Set.of("path", "gruu", "outbound");

    /** The URI parameter of RFC 5626 §8, inside the angle brackets of a Path value. */
    private static final Pattern OB =
            Pattern.compile("<[^>]*;ob(=[^;>]*)?[;?>]", Pattern.CASE_INSENSITIVE);

    private final RegistrarOptions options;
    private final RegisterRequest request;

    RegisterScreening(RegistrarOptions options, RegisterRequest request) {
        this.options = options;
        this.request = request;
    }

    /** The refusal, or empty if the request may go on to the bindings. */
    Optional<Refused> refusal() {
        return Stream.of(
                        refuseIf(!request.trustedPeer(), 403, "not a trusted peer"),
                        refuseIf(!isHome(request.requestHost()), 404, "domain is not served here"),
                        refuseIf(!isHome(request.user()), 404, "user is not of this domain"),
                        unsupported(),
                        refuseIf(isBadWildcard(), 400, "Contact * stands alone with Expires: 0"),
                        refuseIf(any(this::isMalformed), 400, "malformed Contact"),
                        refuseIf(hasFlowAmongOthers(), 400, "one contact with reg-id at a time"),
                        refuseIf(any(this::isLoop), 403, "Contact leads back here"),
                        refuseIf(any(this::isTooLong), 403, "Contact too long"),
                        refuseIf(lacksOutbound(), 439, "first hop lacks outbound support"),
                        tooBrief())
                .flatMap(Optional::stream)
                .findFirst();
    }

    static Refused refuse(int status, String reason) {
        return new Refused(
                status, List.of(new Header("Warning", "399 carillon \"" + reason + "\"")));
    }

    private static Optional<Refused> refuseIf(boolean condition, int status, String reason) {
        return condition ? Optional.of(refuse(status, reason)) : Optional.empty();
    }

    private boolean isHome(Aor user) {
        return isHome(user.domain()) && !user.user().isEmpty();
    }

    private boolean isHome(String domain) {
        return options.homeDomains().contains(Aor.of("sip:" + domain).domain());
    }

    private Optional<Refused> unsupported() {
        List<String> unknown =
                request.required().stream().filter(tag -> !SUPPORTED.contains(tag)).toList();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Refused(
                                420,
                                List.of(new Header("Unsupported", String.join(", ", unknown)))));
    }

    private boolean isBadWildcard() {
        boolean alone = request.contacts().isEmpty();
        boolean zero = request.expires().isPresent() && request.expires().getAsLong() == 0;
        return request.wildcard() && !(alone && zero);
    }

    private boolean any(Predicate<RegisterContact> fault) {
        return request.contacts().stream().anyMatch(fault);
    }

    private boolean isMalformed(RegisterContact contact) {
        return requestedExpires(request, contact, options) < 0
                || contact.q() < 0
                || contact.q() > 1000
                || contact.uri().indexOf(':') < 0
                || kept(contact).anyMatch(text -> text.chars().anyMatch(Character::isISOControl));
    }

    private boolean isLoop(RegisterContact contact) {
        Optional<SipUri> address = SipUri.parse(request.user().uri());
        return SipUri.parse(contact.uri())
                .map(uri -> address.filter(a -> a.equivalent(uri) || isGruuOf(uri, a)).isPresent())
                .orElse(true); // not a SIP URI: refused alike, RFC 5627 §5.1
    }

    private static boolean isGruuOf(SipUri uri, SipUri address) {
        return uri.has("gr")
                && uri.userInfo().equals(address.userInfo())
                && uri.host().equals(address.host());
    }

    private boolean isTooLong(RegisterContact contact) {
        return kept(contact).mapToLong(String::length).sum() > options.maxContactLength();
    }

    /** Every text of the peer that a binding would hold. */
    private Stream<String> kept(RegisterContact contact) {
        return Stream.of(
                        Stream.of(contact.uri(), request.callId(), request.user().uri()),
                        contact.instance().stream(),
                        contact.features().stream(),
                        request.path().stream())
                .flatMap(texts -> texts);
    }

    private boolean hasFlowAmongOthers() {
        long lasting =
                request.contacts().stream()
                        .filter(contact -> requestedExpires(request, contact, options) > 0)
                        .count();
        return lasting > 1
                && any(
                        contact ->
                                isFlow(request, contact)
                                        && requestedExpires(request, contact, options) > 0);
    }

    private boolean lacksOutbound() {
        return any(contact -> isFlow(request, contact)) && !firstHopKeepsFlows();
    }

    /** Path values stand from us to the client: its first hop is the last one. */
    private boolean firstHopKeepsFlows() {
        int hops = request.path().size();
        return hops > 0 && OB.matcher(request.path().get(hops - 1)).find();
    }

    /** {@code reg-id} without an instance id, or from a client that lacks outbound, is ignored. */
    static boolean isFlow(RegisterRequest request, RegisterContact contact) {
        return contact.regId().isPresent()
                && contact.instance().isPresent()
                && request.supports("outbound");
    }

    private Optional<Refused> tooBrief() {
        boolean tooBrief =
                any(
                        contact -> {
                            long seconds = requestedExpires(request, contact, options);
                            return seconds > 0 && seconds < options.minExpires();
                        });
        Header min = new Header("Min-Expires", String.valueOf(options.minExpires()));
        return tooBrief ? Optional.of(new Refused(423, List.of(min))) : Optional.empty();
    }

    /** Seconds, by RFC 3261 §10.3 step 7: the contact's own, else the request's, else ours. */
    static long requestedExpires(
            RegisterRequest request, RegisterContact contact, RegistrarOptions options) {
        return contact.expires().orElse(request.expires().orElse(options.defaultExpires()));
    }
}
