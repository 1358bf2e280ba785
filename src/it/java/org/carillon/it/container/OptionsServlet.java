package org.carillon.it.container;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/** The smallest SIP application: answers OPTIONS. */
public final class OptionsServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doOptions(SipServletRequest request) throws IOException {
        request.createResponse(200).send();
    }
}
