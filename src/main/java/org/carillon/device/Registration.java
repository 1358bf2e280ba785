package org.carillon.device;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.carillon.call.Binding;
import org.carillon.call.Device;
import org.carillon.call.Header;
import org.carillon.call.RegisterOutcome;
import org.carillon.call.RegisterOutcome.Refused;
import org.carillon.call.RegisterOutcome.Registered;
import org.carillon.call.RegisterRequest;
import org.carillon.call.RegisterRequest.RegisterContact;

/**
 * What one REGISTER that passed {@link RegisterScreening} makes of the user's bindings (RFC 3261
 * §10.3 steps 6 to 8): all of its changes or, when one of them fails, none. No I/O, no clock.
 *
 * <p>A contact replaces the bindings that are the same by the first of these that applies:
 *
 * <ol>
 *   <li>a flow ({@code reg-id}, RFC 5626 §6): the same instance and {@code reg-id};
 *   <li>anything else: an equivalent URI, or the same instance. RFC 5627 §4.1 gives an instance
 *       several contacts only through flows, so without them an older contact of the instance is
 *       where the device was before it moved or restarted. Contacts of one request stand beside
 *       each other.
 * </ol>
 */
final class Registration {
    private final RegistrarOptions options;
    private final RegisterRequest request;
    private final Instant now;

    Registration(RegistrarOptions options, RegisterRequest request, Instant now) {
        this.options = options;
        this.request = request;
        this.now = now;
    }

    RegisterOutcome applyTo(List<Binding> current) {
        List<Binding> replaced = request.wildcard() ? current : replacedIn(current);
        if (replaced.stream().anyMatch(this::isNotOlderThanRequest)) {
            // The RFC lets the request fail without naming a status; 500 is what it gives for an
            // update that cannot be committed, and for a CSeq out of order within a dialog.
            return RegisterScreening.refuse(500, "REGISTER out of order: CSeq must grow");
        }
        List<Binding> after = new ArrayList<>(current);
        after.removeAll(replaced);
        after.addAll(added());
        if (after.size() > options.maxContactsPerUser() && after.size() > current.size()) {
            return tooManyContacts();
        }
        after.sort(Comparator.comparingInt((Binding b) -> b.device().q()).reversed());
        return new Registered(after, now, request.supports("gruu"), headers());
    }

    // 403: trying again does not help. A 503 would make the client leave this server.
    private Refused tooManyContacts() {
        return RegisterScreening.refuse(
                403, "too many contacts: at most " + options.maxContactsPerUser());
    }

    private List<Binding> replacedIn(List<Binding> current) {
        return current.stream()
                .filter(binding -> request.contacts().stream().anyMatch(c -> replaces(c, binding)))
                .toList();
    }

    private boolean isNotOlderThanRequest(Binding binding) {
        return binding.callId().equals(request.callId()) && request.cseq() <= binding.cseq();
    }

    /** The contacts in turn: of two that are the same the last one counts. */
    private List<Binding> added() {
        List<Binding> added = new ArrayList<>();
        for (RegisterContact contact : request.contacts()) {
            added.removeIf(binding -> isSameContact(contact, binding));
            if (expiresIn(contact) > 0) {
                added.add(bindingOf(contact));
            }
        }
        return added;
    }

    private boolean replaces(RegisterContact contact, Binding binding) {
        return isSameContact(contact, binding)
                || (flowOf(contact).isEmpty()
                        && binding.regId().isEmpty()
                        && isSameInstance(contact, binding));
    }

    private boolean isSameContact(RegisterContact contact, Binding binding) {
        if (!flowOf(contact).equals(binding.regId())) {
            return false;
        }
        return binding.regId().isPresent()
                ? isSameInstance(contact, binding)
                : areEquivalent(contact.uri(), binding.device().contact());
    }

    private static boolean isSameInstance(RegisterContact contact, Binding binding) {
        return contact.instance().isPresent()
                && contact.instance().equals(binding.device().instance());
    }

    private static boolean areEquivalent(String uri, String other) {
        return SipUri.parse(uri)
                .flatMap(a -> SipUri.parse(other).filter(a::equivalent))
                .isPresent();
    }

    /** The {@code reg-id} where it counts: with an instance id, from a client that means it. */
    private Optional<Integer> flowOf(RegisterContact contact) {
        return contact.regId().filter(id -> RegisterScreening.isFlow(request, contact));
    }

    private long expiresIn(RegisterContact contact) {
        long requested = RegisterScreening.requestedExpires(request, contact, options);
        return Math.min(requested, options.maxExpires());
    }

    private Binding bindingOf(RegisterContact contact) {
        return new Binding(
                request.user(),
                deviceOf(contact),
                request.callId(),
                request.cseq(),
                flowOf(contact),
                now.plusSeconds(expiresIn(contact)));
    }

    // A device that does not speak of GRUUs has never seen its own and may refuse a Request-URI
    // that is not its contact; the GRUU is there to be used only if the client asked for one.
    private Device deviceOf(RegisterContact contact) {
        Optional<String> gruu =
                contact.instance()
                        .filter(instance -> request.supports("gruu"))
                        .map(instance -> Gruu.of(request.user(), instance));
        return new Device(
                contact.instance(),
                gruu,
                contact.uri(),
                request.path(),
                contact.features(),
                contact.q());
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        request.path().forEach(value -> headers.add(new Header("Path", value)));
        if (request.contacts().stream().anyMatch(contact -> flowOf(contact).isPresent())) {
            headers.add(new Header("Require", "outbound"));
        }
        return headers;
    }
}
