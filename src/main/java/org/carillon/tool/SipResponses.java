package org.carillon.tool;

import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.MessageFactoryImpl;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Builds and sends what a user agent answers. */
final class SipResponses {
    private final SipRequestText.Hops hops;
    private final String product;
    private final HeaderFactory headers = new HeaderFactoryImpl();

    SipResponses(SipRequestText.Hops hops, String product) {
        this.hops = hops;
        this.product = product;
    }

    /**
     * Answers the request of a transaction.
     *
     * @param description SDP, empty for a response without a body
     */
    void send(ServerTransaction transaction, int status, String description) throws SipException {
        try {
            transaction.sendResponse(response(transaction, status, description));
        } catch (ParseException | InvalidArgumentException e) {
            throw new SipException("cannot build a " + status, e);
        }
    }

    private Response response(ServerTransaction transaction, int status, String description)
            throws ParseException {
        Request request = transaction.getRequest();
        Response response = new MessageFactoryImpl().createResponse(status, request);
        tag(response, transaction);
        response.setHeader(headers.createHeader("Server", product));
        for (String method : CpmService.ALLOW.split(", ", -1)) {
            response.addHeader(headers.createAllowHeader(method));
        }
        if (Request.OPTIONS.equals(request.getMethod())) {
            response.setHeader(headers.createHeader("Accept", "application/sdp"));
        }
        if (Request.INVITE.equals(request.getMethod()) && status < 300) {
            response.setHeader(headers.createHeader("Contact", contact(request)));
        }
        if (!description.isEmpty()) {
            response.setContent(description, headers.createContentTypeHeader("application", "sdp"));
        }
        return response;
    }

    /** The same To tag in every response of a dialog (RFC 3261 §8.2.6.2). */
    private static void tag(Response response, ServerTransaction transaction)
            throws ParseException {
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        if (to.getTag() == null) {
            boolean known = transaction.getApplicationData() instanceof String;
            if (!known) {
                transaction.setApplicationData(Tokens.next());
            }
            to.setTag((String) transaction.getApplicationData());
        }
    }

    private String contact(Request request) {
        String user =
                request.getRequestURI() instanceof SipURI uri && uri.getUser() != null
                        ? uri.getUser()
                        : "carillon";
        return "<" + hops.contact(user) + ">;" + CpmService.featureTag(CpmService.LARGE_MESSAGE);
    }
}
