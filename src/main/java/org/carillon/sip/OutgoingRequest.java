package org.carillon.sip;

import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import org.carillon.call.DeviceRequest;
import org.carillon.call.Header;

/** Makes the container's view of a request to a device. Stateless. */
final class OutgoingRequest {
    private OutgoingRequest() {}

    /**
     * Without its body.
     *
     * @param records the application session that it shall belong to
     * @param origin the request that it continues, if it continues one
     */
    static SipServletRequest of(
            SipFactory factory,
            SipApplicationSession records,
            Optional<SipServletRequest> origin,
            String method,
            DeviceRequest device)
            throws ServletException {
        SipServletRequest request =
                factory.createRequest(
                        records,
                        method,
                        factory.createAddress(device.from()),
                        factory.createAddress(device.to()));
        // Else a container may route our own request to us again (JSR 289 §15.2.2).
        origin.ifPresent(
                one -> request.setRoutingDirective(SipApplicationRoutingDirective.CONTINUE, one));
        request.setRequestURI(factory.createURI(device.requestUri()));
        for (int i = device.route().size() - 1; i >= 0; i--) {
            request.pushRoute(RouteAddress.of(factory, device.route().get(i)));
        }
        request.setMaxForwards(device.maxForwards());
        for (Header header : device.headers()) {
            request.addHeader(header.name(), header.value());
        }
        return request;
    }
}
