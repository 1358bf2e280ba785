package org.carillon.it.sip;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.carillon.call.Binding;
import org.carillon.call.Device;
import org.carillon.call.Header;
import org.carillon.call.RegisterOutcome;
import org.carillon.call.RegisterRequest;
import org.carillon.call.Registrar;
import org.carillon.call.SourceException;

/** Answers as a registrar would, and keeps what it was asked. */
final class TestRegistrar implements Registrar {
    static final String GRUU = "sip:bob@localhost;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

    private final BlockingQueue<RegisterRequest> requests = new LinkedBlockingQueue<>();

    BlockingQueue<RegisterRequest> requests() {
        return requests;
    }

    @Override
    public RegisterOutcome register(RegisterRequest request) throws SourceException {
        requests.add(request);
        if (request.user().user().equals("down")) {
            throw new SourceException("the store is down");
        }
        Instant now = Instant.parse("2026-11-22T16:00:00Z");
        List<Binding> bindings =
                request.contacts().stream().map(contact -> binding(request, contact, now)).toList();
        return new RegisterOutcome.Registered(
                bindings,
                now,
                true,
                request.path().stream().map(path -> new Header("Path", path)).toList());
    }

    private static Binding binding(
            RegisterRequest request, RegisterRequest.RegisterContact contact, Instant now) {
        Device device =
                new Device(
                        contact.instance(),
                        Optional.of(GRUU),
                        contact.uri(),
                        request.path(),
                        contact.features(),
                        contact.q());
        return new Binding(
                request.user(),
                device,
                request.callId(),
                request.cseq(),
                contact.regId(),
                now.plusSeconds(contact.expires().orElse(3600)));
    }
}
