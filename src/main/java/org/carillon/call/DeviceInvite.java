package org.carillon.call;

import java.util.List;
import org.carillon.sdp.SessionDescription;

/**
 * An INVITE to one device, complete but for what the transaction and dialog layers add (Via, tags,
 * Call-ID, CSeq, Contact).
 *
 * @param from the From value without tag
 * @param to the To value without tag
 * @param route Route URIs, the first hop first; empty: the Request-URI says where it goes
 * @param sdp the offer; where the sender's body was multipart it replaces the SDP part only
 */
public record DeviceInvite(
        String requestUri,
        String from,
        String to,
        List<String> route,
        int maxForwards,
        List<Header> headers,
        SessionDescription sdp) {
    public DeviceInvite {
        route = List.copyOf(route);
        headers = List.copyOf(headers);
    }
}
