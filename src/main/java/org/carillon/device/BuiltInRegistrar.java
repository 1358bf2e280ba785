package org.carillon.device;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.carillon.call.Aor;
import org.carillon.call.Binding;
import org.carillon.call.BindingStore;
import org.carillon.call.Device;
import org.carillon.call.DeviceSource;
import org.carillon.call.RegisterOutcome;
import org.carillon.call.RegisterOutcome.Refused;
import org.carillon.call.RegisterRequest;
import org.carillon.call.Registrar;
import org.carillon.call.SourceException;

/**
 * The registrar for where there is no IMS core: RFC 3261 §10.3, with Path (RFC 3327), flows behind
 * an edge proxy (RFC 5626) and public GRUUs (RFC 5627). Temporary GRUUs are not given out: nothing
 * here places a call for a user who withholds the identity.
 *
 * <p>A GRUU is minted for a contact with an instance id whose client says that it supports {@code
 * gruu}. Only then does {@link Device#gruu} carry it: the GRUU becomes the Request-URI of INVITEs
 * that go straight to the contact, and a client that has never heard of it might refuse a
 * Request-URI that is not its own.
 *
 * <p>Thread-safe; every method may block on the store. REGISTERs of one user are processed one at a
 * time and in the order they come, as §10.3 demands, those of different users side by side.
 */
public final class BuiltInRegistrar implements Registrar, DeviceSource {
    private static final int LOCKS = 64;

    private final RegistrarOptions options;
    private final BindingStore store;
    private final InstantSource clock;

    /** Each guards the users whose hash leads to it, from reading to writing their bindings. */
    private final List<Lock> locks;

    public BuiltInRegistrar(RegistrarOptions options, BindingStore store, InstantSource clock) {
        this.options = options;
        this.store = store;
        this.clock = clock;
        this.locks = Stream.<Lock>generate(() -> new ReentrantLock(true)).limit(LOCKS).toList();
    }

    /** Nothing has changed where this is refused or throws. */
    @Override
    public RegisterOutcome register(RegisterRequest request) throws SourceException {
        Optional<Refused> refusal = new RegisterScreening(options, request).refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Lock lock = locks.get(Math.floorMod(request.user().hashCode(), LOCKS));
        lock.lock();
        try {
            return update(request);
        } finally {
            lock.unlock();
        }
    }

    private RegisterOutcome update(RegisterRequest request) throws SourceException {
        Instant now = clock.instant();
        Registration registration = new Registration(options, request, now);
        boolean isQuery = request.contacts().isEmpty() && !request.wildcard();
        return isQuery
                ? registration.applyTo(store.bindingsOf(request.user(), now))
                : store.change(request.user(), now, registration::applyTo);
    }

    @Override
    public List<Device> devicesOf(Aor user) throws SourceException {
        return store.bindingsOf(user, clock.instant()).stream().map(Binding::device).toList();
    }

    /**
     * Where a request for this GRUU goes (RFC 5627 §3.4): the contacts of that one instance, or
     * none while it is not registered.
     */
    public List<Device> devicesAt(String gruu) throws SourceException {
        Optional<SipUri> wanted = SipUri.parse(gruu).filter(uri -> uri.has("gr"));
        return devicesOf(Aor.of(gruu)).stream().filter(device -> isAt(device, wanted)).toList();
    }

    private static boolean isAt(Device device, Optional<SipUri> wanted) {
        return device.gruu()
                .flatMap(SipUri::parse)
                .flatMap(own -> wanted.filter(own::equivalent))
                .isPresent();
    }
}
