package org.carillon.it.agent;

/** The called side of one dialog, as a test plays it. */
public final class DeviceCall {
    private final RawSipAgent agent;
    private final Received invite;
    private int cseq;

    DeviceCall(RawSipAgent agent, Received invite) {
        this.agent = agent;
        this.invite = invite;
    }

    /** The INVITE as it came. */
    public SipMessage message() {
        return invite.message();
    }

    public DeviceCall trying() {
        invite.reply(invite.response(100, ""));
        return this;
    }

    public DeviceCall ring() {
        invite.reply(invite.response(180, "device").with("Contact", contact()));
        return this;
    }

    public DeviceCall answer(String sdp) {
        return answer(sdp, "device");
    }

    /** A 200 with this To-tag: another tag is another dialog. */
    public DeviceCall answer(String sdp, String tag) {
        invite.reply(ok(sdp, tag));
        return this;
    }

    /** Sends a 200 made by {@link #ok}. */
    public DeviceCall answer(SipMessage ok) {
        invite.reply(ok);
        return this;
    }

    /** The 200, not sent. */
    public SipMessage ok(String sdp, String tag) {
        return invite.response(200, tag)
                .with("Contact", contact())
                .withBody("application/sdp", sdp);
    }

    /** A refusal, not sent. */
    public SipMessage refusal(int status) {
        return invite.response(status, "device");
    }

    public DeviceCall refuse(int status) {
        invite.reply(invite.response(status, "device"));
        return this;
    }

    public SipMessage expectAck() {
        return expectAck("device");
    }

    /** Waits for the ACK in the dialog of this tag. */
    public SipMessage expectAck(String tag) {
        return expect("ACK", tag).message();
    }

    /** Waits for a BYE in the dialog of this tag and answers it. */
    public SipMessage expectBye(String tag) {
        return expect("BYE", tag).reply(200).message();
    }

    public SipMessage expectBye() {
        return expectBye("device");
    }

    /** Waits for the CANCEL and answers it; the INVITE waits for its own answer. */
    public DeviceCall expectCancel() {
        agent.expect("CANCEL", m -> isMine(m) && m.start().startsWith("CANCEL ")).reply(200);
        return this;
    }

    /** Waits for a request of that method in the dialog of tag {@code device}. */
    public Received expectRequest(String method) {
        return expect(method, "device");
    }

    public DeviceCall bye() {
        return send(next("BYE"));
    }

    /** The next request of this dialog from the device, not sent. */
    public SipMessage next(String method) {
        return SipMessage.of(method + " " + message().contactUri() + " SIP/2.0")
                .with("Via", agent.via())
                .with("Max-Forwards", "70")
                .with("From", message().header("To").orElseThrow() + ";tag=device")
                .with("To", message().header("From").orElseThrow())
                .with("Call-ID", message().callId())
                .with("CSeq", (cseq + 1) + " " + method)
                .with("Contact", contact())
                .with("Content-Length", "0")
                .along(message().all("Record-Route"));
    }

    public DeviceCall send(SipMessage request) {
        cseq = request.cseq();
        agent.send(request);
        return this;
    }

    /** ACK of the 2xx to a re-INVITE; with the answer where the offer was in the 2xx. */
    public DeviceCall ack(SipMessage reInvite, String sdp) {
        SipMessage ack = next("ACK").replacing("CSeq", reInvite.cseq() + " ACK");
        agent.send(sdp.isEmpty() ? ack : ack.withBody("application/sdp", sdp));
        return this;
    }

    /** ACK of the refusal of a re-INVITE: the same transaction (RFC 3261 §17.1.1.3). */
    public DeviceCall ackRefusal(SipMessage reInvite) {
        agent.send(
                next("ACK")
                        .replacing("CSeq", reInvite.cseq() + " ACK")
                        .replacing("Via", reInvite.header("Via").orElseThrow()));
        return this;
    }

    /** Waits for this response to the device's last request. */
    public SipMessage expect(int status) {
        return agent.expect(
                        status + " to the device",
                        m -> m.status() == status && isMine(m) && m.cseq() == cseq)
                .message();
    }

    private Received expect(String method, String tag) {
        return agent.expect(
                method + " for tag " + tag,
                m -> isMine(m) && m.start().startsWith(method + " ") && m.toTag().equals(tag));
    }

    private boolean isMine(SipMessage message) {
        return message.callId().equals(message().callId());
    }

    private String contact() {
        return "<" + agent.contact() + ">";
    }
}
