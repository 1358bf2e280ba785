package org.carillon.call;

import java.util.List;
import java.util.Optional;
import org.carillon.sdp.SessionDescription;

/**
 * An INVITE or a MESSAGE to one device, complete but for what the transaction and dialog layers add
 * (Via, tags, Call-ID, CSeq, Contact), and the body of a MESSAGE, which is the sender's.
 *
 * @param from the From value without tag
 * @param to the To value without tag
 * @param route Route URIs, the first hop first; empty: the Request-URI says where it goes
 * @param offer of an INVITE; where the sender's body was multipart it replaces the SDP part only
 */
public record DeviceRequest(
        String requestUri,
        String from,
        String to,
        List<String> route,
        int maxForwards,
        List<Header> headers,
        Optional<SessionDescription> offer) {
    public DeviceRequest {
        route = List.copyOf(route);
        headers = List.copyOf(headers);
    }
}
