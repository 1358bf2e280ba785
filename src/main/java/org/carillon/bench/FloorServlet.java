package org.carillon.bench;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;

/**
 * The floor: the least that a back-to-back user agent can do in this container. One call in, one
 * call out to the device that its init parameter names; bodies pass as they are.
 */
public final class FloorServlet extends SipServlet {
    private static final long serialVersionUID = 1L;
    private static final String INVITE = "invite";
    private static final String ANSWER = "answer";
    private static final String PEER = "peer";

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        SipFactory factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
        SipServletRequest onwards =
                factory.createRequest(
                        invite.getApplicationSession(), "INVITE", invite.getFrom(), invite.getTo());
        onwards.setRoutingDirective(SipApplicationRoutingDirective.CONTINUE, invite);
        onwards.setRequestURI(factory.createURI(getInitParameter("device")));
        onwards.setContent(invite.getRawContent(), invite.getContentType());
        onwards.getSession().setAttribute(INVITE, invite);
        onwards.getSession().setAttribute(PEER, invite.getSession());
        invite.getSession().setAttribute(PEER, onwards.getSession());
        onwards.send();
    }

    @Override
    protected void doSuccessResponse(SipServletResponse response) throws IOException {
        if (response.getMethod().equals("INVITE")) {
            SipServletRequest invite =
                    (SipServletRequest) response.getSession().getAttribute(INVITE);
            SipServletResponse answer = invite.createResponse(response.getStatus());
            answer.setContent(response.getRawContent(), response.getContentType());
            invite.getSession().setAttribute(ANSWER, response);
            answer.send();
        } else {
            response.getApplicationSession().invalidate();
        }
    }

    @Override
    protected void doAck(SipServletRequest ack) throws IOException {
        ((SipServletResponse) ack.getSession().getAttribute(ANSWER)).createAck().send();
    }

    @Override
    protected void doBye(SipServletRequest bye) throws IOException {
        bye.createResponse(SipServletResponse.SC_OK).send();
        ((SipSession) bye.getSession().getAttribute(PEER)).createRequest("BYE").send();
    }
}
