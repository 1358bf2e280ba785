package org.carillon.device;

import java.time.InstantSource;
import java.util.List;
import org.carillon.call.RegisterOutcome;
import org.carillon.call.RegisterOutcome.Registered;
import org.carillon.call.RegisterRequest;
import org.carillon.call.Registrar;
import org.carillon.call.SourceException;

/**
 * REGISTER where an IMS core serves. Most come from the core itself, which registers a user in its
 * own name to tell that a device has registered with it (3GPP TS 24.229 §5.4.1.7): that is news
 * about the user, and its Contact leads to the core, not to a device. Devices that register here
 * themselves are taken by the built-in registrar all the same.
 *
 * <p>Thread-safe; may block as that one does.
 */
public final class ThirdPartyRegistrar implements Registrar {
    private final CoreRegistrations core;
    private final Registrar registrar;
    private final InstantSource clock;

    public ThirdPartyRegistrar(CoreRegistrations core, Registrar registrar, InstantSource clock) {
        this.core = core;
        this.registrar = registrar;
        this.clock = clock;
    }

    @Override
    public RegisterOutcome register(RegisterRequest request) throws SourceException {
        boolean thirdParty = !request.from().equals(request.user());
        if (!thirdParty || !request.trustedPeer()) {
            return registrar.register(request);
        }
        if (request.expires().orElse(1) > 0) {
            core.registered(request.user());
        }
        return new Registered(List.of(), clock.instant(), false, List.of());
    }
}
