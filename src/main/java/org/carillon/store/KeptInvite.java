package org.carillon.store;

import java.sql.SQLDataException;
import java.util.List;
import java.util.Optional;
import org.carillon.call.Aor;
import org.carillon.call.CallId;
import org.carillon.call.CpmRequest;
import org.carillon.call.DeferredMessage;
import org.carillon.call.Header;
import org.carillon.call.Headers;

/** The document in the column {@code invite}: a deferred message without its content. */
record KeptInvite(
        String call,
        CpmRequest.Mode mode,
        String recipient,
        String from,
        String to,
        int maxForwards,
        List<Header> headers,
        String offer,
        boolean trustedPeer,
        String time,
        DeferredMessage.Content content) {

    static String text(CpmRequest invite, DeferredMessage.Content content) throws SQLDataException {
        return Json.text(
                new KeptInvite(
                        invite.call().value(),
                        invite.mode(),
                        invite.recipient().uri(),
                        invite.from(),
                        invite.to(),
                        invite.maxForwards(),
                        invite.headers().lines(),
                        invite.offer().orElse(""),
                        invite.trustedPeer(),
                        invite.time(),
                        content));
    }

    static KeptInvite of(String text) throws SQLDataException {
        return Json.read(text, KeptInvite.class);
    }

    CallId callId() {
        return new CallId(call);
    }

    CpmRequest invite() {
        return new CpmRequest(
                callId(),
                mode == null ? CpmRequest.Mode.LARGE_MESSAGE : mode, // before there was another
                new Aor(recipient),
                from,
                to,
                List.of(),
                maxForwards,
                new Headers(headers),
                Optional.of("application/sdp"),
                Optional.of(offer),
                trustedPeer,
                time);
    }
}
