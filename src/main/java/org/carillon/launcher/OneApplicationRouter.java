package org.carillon.launcher;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;

/**
 * Sends every initial request from outside to the one application that is deployed, and what that
 * application originates out of the container.
 *
 * <p>The container's default router leaves requests that no rule of its file matches to the
 * container, which then forwards them to their Request-URI. Here none is left over: a name without
 * an application behind it is answered 500. Thread-safe.
 */
public final class OneApplicationRouter extends SipApplicationRouterProvider
        implements SipApplicationRouter {
    private static final SipApplicationRouterInfo OUTSIDE =
            new SipApplicationRouterInfo(null, null, null, null, null, null);

    private volatile Optional<String> application = Optional.empty();

    /** The container makes it, by name. */
    public OneApplicationRouter() {}

    @Override
    public SipApplicationRouter getSipApplicationRouter() {
        return this;
    }

    @Override
    public SipApplicationRouterInfo getNextApplication(
            SipServletRequest request,
            SipApplicationRoutingRegion region,
            SipApplicationRoutingDirective directive,
            SipTargetedRequestInfo target,
            Serializable state) {
        boolean fromOutside = request.getSession(false) == null;
        return fromOutside ? to(application.orElse("none")) : OUTSIDE;
    }

    private static SipApplicationRouterInfo to(String name) {
        return new SipApplicationRouterInfo(
                name,
                SipApplicationRoutingRegion.TERMINATING_REGION,
                null,
                null,
                SipRouteModifier.NO_ROUTE,
                null);
    }

    @Override
    public void applicationDeployed(List<String> names) {
        application = names.stream().findFirst().or(() -> application);
    }

    @Override
    public void applicationUndeployed(List<String> names) {
        application = application.filter(name -> !names.contains(name));
    }

    @Override
    public void init() {}

    @Override
    public void init(Properties ignored) {}

    @Override
    public void destroy() {}
}
