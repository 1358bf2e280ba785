package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.carillon.call.CallOptions;
import org.carillon.call.Header;
import org.carillon.call.Headers;
import org.carillon.call.Refusal;

/** Answers that need no call behind them. Stateless; thread-safe. */
final class Replies {
    /** Media types that an INVITE may carry. */
    static final String ACCEPTED = "application/sdp, multipart/mixed";

    /** What the registry of methods knows; any other may be something new (RFC 3261 §21.5.2). */
    private static final Set<String> METHODS =
            Set.of(
                    "ACK",
                    "BYE",
                    "CANCEL",
                    "INFO",
                    "INVITE",
                    "MESSAGE",
                    "NOTIFY",
                    "OPTIONS",
                    "PRACK",
                    "PUBLISH",
                    "REFER",
                    "REGISTER",
                    "SUBSCRIBE",
                    "UPDATE");

    private static final Header ALLOW = new Header("Allow", CallOptions.ALLOW);
    private static final Header ACCEPT = new Header("Accept", ACCEPTED);
    private static final Header SUPPORTED = new Header("Supported", "timer");
    private static final Logger LOG = System.getLogger(Replies.class.getName());

    private Replies() {}

    /** RFC 3261 §11.2: what an INVITE would find here. */
    static void capabilities(SipServletRequest request) {
        send(request, 200, List.of(ALLOW, ACCEPT, SUPPORTED));
    }

    /** RFC 3261 §8.2.1 and §21.5.2. */
    static void methodNotAllowed(SipServletRequest request) {
        int status = METHODS.contains(request.getMethod()) ? 405 : 501;
        refuse(request, because(status, "use one of the methods in Allow", ALLOW));
    }

    /**
     * A refusal that tells people what to change (RFC 3261 §20.43).
     *
     * @param words ours, never a peer's
     */
    static Refusal because(int status, String words, Header... more) {
        List<Header> headers = new ArrayList<>(List.of(more));
        headers.add(new Header("Warning", "399 carillon \"" + words + '"'));
        return new Refusal(status, headers);
    }

    /** Sends it, and says so in the log. */
    static void refuse(SipServletRequest request, Refusal refusal) {
        LOG.log(
                Level.INFO,
                "event=refused method={0} status={1} call={2} why={3}",
                Printable.of(request.getMethod()),
                refusal.status(),
                Printable.of(request.getCallId()),
                Printable.of(new Headers(refusal.headers()).first("Warning").orElse("-")));
        send(request, refusal.status(), refusal.headers());
    }

    static void unavailable(SipServletRequest request) {
        Refusal why = because(503, "too much to do, or the store does not answer");
        refuse(request, Refusal.forNow(503, why.headers().toArray(new Header[0])));
    }

    /** A second offer before the first is answered. */
    static void refreshTooEarly(SipServletRequest request) {
        refuse(request, because(500, "an offer of yours is still unanswered", soon()));
    }

    /** RFC 3261 §14.2 and RFC 3311 §5.2: a randomly chosen value of between 0 and 10 seconds. */
    static Header soon() {
        return new Header("Retry-After", Integer.toString(ThreadLocalRandom.current().nextInt(11)));
    }

    /** Requests that mean the same inside and outside of a dialog. */
    static void other(SipServletRequest request) {
        switch (request.getMethod()) {
            case "OPTIONS" -> capabilities(request);
            case "MESSAGE" -> refuse(request, because(488, "a MESSAGE goes outside of a dialog"));
            default -> methodNotAllowed(request);
        }
    }

    static void send(SipServletRequest request, int status) {
        send(request, status, List.of());
    }

    /** Sends, or notes that the container would not: then the request has its answer already. */
    static void send(SipServletRequest request, int status, List<Header> headers) {
        try {
            SipServletResponse response = request.createResponse(status);
            headers.forEach(header -> add(response, header));
            response.send();
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "event=not-answered method={0} status={1} call={2} why={3}",
                    Printable.of(request.getMethod()),
                    status,
                    Printable.of(request.getCallId()),
                    Printable.of(String.valueOf(e.getMessage())));
        }
    }

    /**
     * A container may keep Path for its own pushPath (JSR 289 §4.1.2), but a registrar has to
     * return the values (RFC 3327 §5.3); as a parameterable it lets them through. One that does not
     * leaves the client without them, which is better than without an answer.
     */
    private static void add(SipServletResponse response, Header header) {
        if (!header.name().equals("Path")) {
            response.addHeader(header.name(), header.value());
            return;
        }
        try {
            Object factory =
                    response.getSession().getServletContext().getAttribute(SipServlet.SIP_FACTORY);
            response.addParameterableHeader(
                    "Path", ((SipFactory) factory).createAddress(header.value()), false);
        } catch (ServletParseException | IllegalArgumentException e) {
            LOG.log(
                    Level.DEBUG,
                    "event=path-left-out call={0}",
                    Printable.of(response.getCallId()));
        }
    }
}
