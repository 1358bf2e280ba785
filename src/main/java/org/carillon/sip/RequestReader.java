package org.carillon.sip;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import org.carillon.call.Aor;
import org.carillon.call.CallId;
import org.carillon.call.CpmRequest;
import org.carillon.call.Headers;

/**
 * Makes the core's view of an initial INVITE or MESSAGE. Stateless; used on the container's
 * threads.
 */
final class RequestReader {
    /** What RFC 3261 §16.6 step 3 puts in where a request has none. */
    private static final int DEFAULT_MAX_FORWARDS = 70;

    private final SipFactory factory;
    private final Networks trustedPeers;
    private final InstantSource clock;

    RequestReader(SipFactory factory, Networks trustedPeers, InstantSource clock) {
        this.factory = factory;
        this.trustedPeers = trustedPeers;
        this.clock = clock;
    }

    /**
     * @throws ServletParseException if a header that has to be read does not: 400
     */
    CpmRequest read(SipServletRequest request, SipBody body)
            throws ServletParseException, IOException {
        Headers headers = HeaderNames.headers(request);
        return new CpmRequest(
                new CallId(request.getCallId()),
                request.getMethod().equals("MESSAGE")
                        ? CpmRequest.Mode.PAGER
                        : CpmRequest.Mode.LARGE_MESSAGE,
                Aor.of(request.getRequestURI().toString()),
                withoutTag(request.getFrom()),
                withoutTag(request.getTo()),
                route(headers),
                maxForwards(request),
                headers,
                body.mediaType(),
                body.sdp(),
                isFromTrustedPeer(request),
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        clock.instant().atOffset(ZoneOffset.UTC)));
    }

    boolean isFromTrustedPeer(SipServletRequest request) {
        String peer = request.getRemoteAddr();
        return peer != null && trustedPeers.contain(peer);
    }

    /** A request's own From and To are not ours to change: parsed anew, they are. */
    private String withoutTag(Address address) throws ServletParseException {
        Address copy = factory.createAddress(address.toString());
        copy.removeParameter("tag");
        return copy.toString();
    }

    /** The container has taken our own entry off before it called us (JSR 289 §15.6.2). */
    private static List<String> route(Headers headers) {
        return headers.values("Route");
    }

    private static int maxForwards(SipServletRequest request) {
        int hops = request.getMaxForwards();
        return hops < 0 ? DEFAULT_MAX_FORWARDS : hops;
    }
}
