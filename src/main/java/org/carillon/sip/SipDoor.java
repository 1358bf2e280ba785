package org.carillon.sip;

import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.servlet.ServletContext;
import org.carillon.call.Arrivals;
import org.carillon.call.CallDoor;
import org.carillon.call.Notices;
import org.carillon.call.Registrar;
import org.carillon.call.RegistrationEvents;

/**
 * What the servlets of this package work with. The container makes the servlets, so they cannot be
 * given this; the composition root {@linkplain #install puts} it into the servlet context before
 * they start (in a {@code ServletContextListener}), and they take it from there.
 *
 * @param registrations where REGISTER requests are worked on, because the registrar blocks; it
 *     refuses with {@code RejectedExecutionException} when it is full
 * @param registrationEvents hears of the core's registration events, if they are subscribed to
 * @param trustedPeers from whose requests a P-Asserted-Identity counts
 */
public record SipDoor(
        CallDoor calls,
        Arrivals arrivals,
        Notices notices,
        Registrar registrar,
        Executor registrations,
        Optional<RegistrationEvents> registrationEvents,
        Networks trustedPeers,
        InstantSource clock) {
    private static final String ATTRIBUTE = SipDoor.class.getName();

    public SipDoor {
        Objects.requireNonNull(calls);
        Objects.requireNonNull(arrivals);
        Objects.requireNonNull(notices);
        Objects.requireNonNull(registrar);
        Objects.requireNonNull(registrations);
        Objects.requireNonNull(registrationEvents);
        Objects.requireNonNull(trustedPeers);
        Objects.requireNonNull(clock);
    }

    /** Makes this the one that the servlets of {@code context} find. */
    public void install(ServletContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    static SipDoor of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof SipDoor door) {
            return door;
        }
        throw new IllegalStateException("the servlets started before a SipDoor was installed");
    }
}
