package org.carillon.sip;

import java.util.Optional;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import org.carillon.call.Aor;
import org.carillon.call.Arrival;
import org.carillon.call.CallDoor;
import org.carillon.call.CpmRequest;
import org.carillon.call.PagerMessage;

/**
 * An initial request from which requests of our own may start: the container leads what continues a
 * request that came to us past us, and may lead anything else to us again (JSR 289 §15.2.2). It
 * keeps its records of the request until {@link #close}. Or none, where nobody has come.
 */
final class SipArrival implements Arrival {
    private final SipFactory factory;
    private final Optional<SipServletRequest> request;
    private final Aor user;
    private final CallDoor calls;
    private final Runnable onClose;

    /** To be made before the request is answered, while its records are there for certain. */
    SipArrival(
            SipFactory factory,
            SipServletRequest request,
            Aor user,
            CallDoor calls,
            Runnable onClose) {
        this(factory, Optional.of(request), user, calls, onClose);
        request.getSession().setInvalidateWhenReady(false);
        request.getApplicationSession().setInvalidateWhenReady(false);
    }

    private SipArrival(
            SipFactory factory,
            Optional<SipServletRequest> request,
            Aor user,
            CallDoor calls,
            Runnable onClose) {
        this.factory = factory;
        this.request = request;
        this.user = user;
        this.calls = calls;
        this.onClose = onClose;
    }

    /** Of a user who was there all the time. */
    static SipArrival of(SipFactory factory, Aor user, CallDoor calls, Runnable onClose) {
        return new SipArrival(factory, Optional.empty(), user, calls, onClose);
    }

    @Override
    public Aor user() {
        return user;
    }

    @Override
    public PushLegs legs(CpmRequest invite) {
        SipBody body = SipBody.ofSdp(new byte[0]);
        return new SipLegs(
                factory,
                request,
                factory.createApplicationSession(),
                body,
                invite.call(),
                calls,
                Optional.empty());
    }

    @Override
    public PagePushLegs legs(PagerMessage message) {
        return PageLegs.of(factory, request, message, calls);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
