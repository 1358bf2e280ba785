package org.carillon.it.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The calling side of one dialog, as a test plays it. */
public final class SenderCall {
    private final RawSipAgent agent;
    private SipMessage invite;
    private SipMessage answer;
    private int cseq = 1;

    SenderCall(RawSipAgent agent, SipMessage invite) {
        this.agent = agent;
        this.invite = invite;
    }

    public SenderCall with(String name, String value) {
        invite = invite.with(name, value);
        return this;
    }

    public SenderCall replacing(String name, String value) {
        invite = invite.replacing(name, value);
        return this;
    }

    public SenderCall without(String name) {
        invite = invite.without(name);
        return this;
    }

    public SenderCall offering(String sdp) {
        return withBody("application/sdp", sdp);
    }

    public SenderCall withBody(String contentType, String body) {
        invite = invite.withBody(contentType, body);
        return this;
    }

    /** The INVITE as it is sent. */
    public SipMessage message() {
        return invite;
    }

    /** Sends the INVITE; once more is a retransmission. */
    public SenderCall invite() {
        agent.send(invite);
        return this;
    }

    /** Waits for this response to the INVITE or, after {@link #inDialog}, to the last request. */
    public SipMessage expect(int status) {
        SipMessage response =
                agent.expect(
                                status + " for " + invite.callId(),
                                m ->
                                        m.status() == status
                                                && m.callId().equals(invite.callId())
                                                && m.cseq() == cseq)
                        .message();
        if (response.method().equals("INVITE") && status >= 200 && cseq == invite.cseq()) {
            answer = response;
        }
        return response;
    }

    /** ACK of a 2xx, and of each of its retransmissions (RFC 3261 §13.2.2.4). */
    public SenderCall ack() {
        SipMessage ack = dialogRequest("ACK", invite.cseq());
        agent.send(ack);
        agent.answering(
                m ->
                        m.status() == 200
                                && m.method().equals("INVITE")
                                && m.callId().equals(invite.callId()),
                ack);
        return this;
    }

    /** ACK of a refusal: the same transaction as the INVITE (RFC 3261 §17.1.1.3). */
    public SenderCall ackRefusal() {
        agent.send(sameTransaction("ACK").replacing("To", answer.header("To").orElseThrow()));
        return this;
    }

    /** ACK of a refused re-INVITE: its own transaction. */
    public SenderCall ackRefusal(SipMessage reInvite) {
        String via = reInvite.header("Via").orElseThrow();
        agent.send(dialogRequest("ACK", reInvite.cseq()).replacing("Via", via));
        return this;
    }

    /** CANCEL of the INVITE (RFC 3261 §9.1). */
    public SenderCall cancel() {
        agent.send(sameTransaction("CANCEL"));
        return this;
    }

    /** Waits for the 200 to the CANCEL. */
    public SenderCall expectCancelled() {
        agent.expect(
                "200 to CANCEL",
                m ->
                        m.status() == 200
                                && m.method().equals("CANCEL")
                                && m.callId().equals(invite.callId()));
        return this;
    }

    public SenderCall bye() {
        return inDialog(next("BYE"));
    }

    /** The next request of this dialog, not sent. */
    public SipMessage next(String method) {
        return dialogRequest(method, cseq + 1);
    }

    /** Sends a request made by {@link #next}. */
    public SenderCall inDialog(SipMessage request) {
        cseq = request.cseq();
        agent.send(request);
        return this;
    }

    /** ACK of the 2xx to a re-INVITE. */
    public SenderCall ack(SipMessage reInvite) {
        agent.send(dialogRequest("ACK", reInvite.cseq()));
        return this;
    }

    /** The same with the answer to the offer in the 2xx. */
    public SenderCall ack(SipMessage reInvite, String sdp) {
        agent.send(dialogRequest("ACK", reInvite.cseq()).withBody("application/sdp", sdp));
        return this;
    }

    /** Waits for a BYE from the server and answers it. */
    public SipMessage expectBye() {
        return agent.expect(
                        "BYE",
                        m -> m.start().startsWith("BYE ") && m.callId().equals(invite.callId()))
                .reply(200)
                .message();
    }

    private SipMessage sameTransaction(String method) {
        SipMessage request =
                SipMessage.of(method + " " + invite.requestUri() + " SIP/2.0")
                        .with("Via", invite.header("Via").orElseThrow())
                        .with("Max-Forwards", "70");
        for (String name : new String[] {"From", "To", "Call-ID"}) {
            request = request.with(name, invite.header(name).orElseThrow());
        }
        return request.with("CSeq", invite.cseq() + " " + method).with("Content-Length", "0");
    }

    private SipMessage dialogRequest(String method, int number) {
        SipMessage request =
                SipMessage.of(method + " " + answer.contactUri() + " SIP/2.0")
                        .with("Via", agent.via())
                        .with("Max-Forwards", "70")
                        .with("From", invite.header("From").orElseThrow())
                        .with("To", answer.header("To").orElseThrow())
                        .with("Call-ID", invite.callId())
                        .with("CSeq", number + " " + method)
                        .with("Contact", "<" + agent.contact() + ">");
        List<String> route = new ArrayList<>(answer.all("Record-Route"));
        Collections.reverse(route);
        return request.with("Content-Length", "0").along(route);
    }
}
