package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.carillon.call.CallOptions;
import org.carillon.call.Header;

/**
 * The descriptions that one dialog has agreed on, and the answer to a re-INVITE or UPDATE in it:
 * one that changes nothing is answered with what holds, one that would change something with 488,
 * and then what holds goes on to hold (RFC 3261 §14.2, RFC 3311 §5.2). Immutable.
 *
 * @param remote the peer's last description
 * @param local ours
 */
record Refresh(Optional<String> remote, SipBody local) {
    private static final Logger LOG = System.getLogger(Refresh.class.getName());

    void answer(SipServletRequest request) {
        try {
            SipBody offer = SipBody.of(request);
            if (offer.isEmpty()) {
                accept(request, request.getMethod().equals("INVITE"));
            } else if (changesNothing(offer)) {
                accept(request, true);
            } else {
                refuse(request);
            }
        } catch (IOException | IllegalStateException e) {
            LOG.log(
                    Level.WARNING,
                    "event=refresh-not-answered call={0} why={1}",
                    Printable.of(request.getCallId()),
                    Printable.of(String.valueOf(e.getMessage())));
        }
    }

    private void accept(SipServletRequest request, boolean withDescription) throws IOException {
        SipServletResponse response = request.createResponse(200);
        response.addHeader("Allow", CallOptions.ALLOW);
        if (withDescription) {
            local.into(response);
        }
        response.send();
    }

    private static void refuse(SipServletRequest request) {
        Replies.send(request, 488, List.of(new Header("Allow", CallOptions.ALLOW)));
    }

    /** The same o-line promises that nothing behind it differs (RFC 3264 §8, RFC 4975 §8.4). */
    private boolean changesNothing(SipBody offer) {
        Optional<String> origin = offer.sdp().flatMap(Refresh::origin);
        return origin.isPresent() && origin.equals(remote.flatMap(Refresh::origin));
    }

    private static Optional<String> origin(String sdp) {
        return sdp.lines().filter(line -> line.startsWith("o=")).findFirst();
    }
}
