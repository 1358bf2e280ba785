package org.carillon.sip;

import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;

/** A Route entry as an operator or a peer wrote it. */
final class RouteAddress {
    private RouteAddress() {}

    /** Without brackets a URI's parameters would be taken for the header's, {@code lr} too. */
    static Address of(SipFactory factory, String route) throws ServletParseException {
        return factory.createAddress(route.indexOf('<') < 0 ? '<' + route + '>' : route);
    }
}
