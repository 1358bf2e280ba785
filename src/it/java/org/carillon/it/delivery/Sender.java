package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.MsrpFrame;
import org.carillon.it.agent.RawMsrpPeer;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SenderCall;
import org.carillon.it.agent.SipMessage;

/** Who sends one large message: a SIP call and an MSRP endpoint. */
final class Sender implements AutoCloseable {
    static final String LARGE_MESSAGE =
            "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"";
    static final String CONVERSATION = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    static final String CONTRIBUTION = "abcdef-1234-5678-90ab-cdef01234567";

    private final RawSipAgent sip;
    private final RawMsrpPeer msrp;
    private final SenderCall call;
    private Sdp offer;
    private Sdp answer;
    private String reports = "";

    Sender(String to, RawSipAgent sip) {
        this(to, sip, new RawMsrpPeer("alice"));
    }

    Sender(String to, RawSipAgent sip, RawMsrpPeer msrp) {
        this.sip = sip;
        this.msrp = msrp;
        this.offer = Sdp.of(msrp.uri(), msrp.port(), "sendonly").with("a=setup:actpass");
        this.call =
                sip.call(to)
                        .with("Accept-Contact", LARGE_MESSAGE)
                        .with("P-Asserted-Identity", "<sip:alice@localhost>")
                        .with("Conversation-ID", CONVERSATION)
                        .with("Contribution-ID", CONTRIBUTION);
    }

    /** The INVITE, to change it before it is sent. */
    SenderCall call() {
        return call;
    }

    RawSipAgent sip() {
        return sip;
    }

    RawMsrpPeer msrp() {
        return msrp;
    }

    Sdp offer() {
        return offer;
    }

    Sender offering(UnaryOperator<Sdp> change) {
        offer = change.apply(offer);
        return this;
    }

    Sender invites() {
        call.offering(offer.text()).invite();
        return this;
    }

    /** Sends the INVITE with the body that the test has given it. */
    Sender invitesAsIs() {
        call.invite();
        return this;
    }

    SipMessage expect200() {
        SipMessage ok = call.expect(200);
        answer = Sdp.of(ok);
        return ok;
    }

    /** Waits for a refusal and acknowledges it. */
    SipMessage expectRefusal(int status) {
        SipMessage refusal = call.expect(status);
        call.ackRefusal();
        return refusal;
    }

    Sender acks() {
        call.ack();
        return this;
    }

    /** The SDP of the 200. */
    Sdp answer() {
        return answer;
    }

    /** Opens the MSRP connection, as the active side. */
    Sender connects() {
        msrp.connect(answer.path().get(0));
        return this;
    }

    /** From now on every SEND has these header lines. */
    Sender asking(String... lines) {
        reports = String.join("\r\n", lines) + "\r\n";
        return this;
    }

    /** Sends a whole message in one chunk. */
    Sender sends(String id, String message) {
        return sendsChunk(id, message, 1, message.length(), '$');
    }

    /**
     * Sends octets of the message.
     *
     * @param from the first one, counted from 1
     * @param to the last one
     */
    Sender sendsChunk(String id, String message, int from, int to, char flag) {
        String range = "%d-%d/%d".formatted(from, to, message.length());
        msrp.say(send(id, range, message.substring(from - 1, to), flag));
        return this;
    }

    /** A SEND of this sender, not sent. */
    String send(String id, String range, String body, char flag) {
        return "MSRP "
                + id
                + " SEND\r\nTo-Path: "
                + String.join(" ", answer.path())
                + "\r\nFrom-Path: "
                + msrp.uri()
                + "\r\nMessage-ID: 87652491\r\n"
                + reports
                + "Byte-Range: "
                + range
                + "\r\nContent-Type: message/cpim\r\n\r\n"
                + body
                + "\r\n-------"
                + id
                + flag
                + "\r\n";
    }

    /** A SEND without a body. */
    String bodiless(String id) {
        return "MSRP "
                + id
                + " SEND\r\nTo-Path: "
                + String.join(" ", answer.path())
                + "\r\nFrom-Path: "
                + msrp.uri()
                + "\r\nMessage-ID: nothing\r\n-------"
                + id
                + "$\r\n";
    }

    Sender expectResponse(String id, int status) {
        msrp.expectResponse(id, status);
        return this;
    }

    MsrpFrame expectReport() {
        return msrp.expect("a REPORT", frame -> frame.is("REPORT"));
    }

    /** The REPORTs so far. */
    List<MsrpFrame> reports() {
        return msrp.seen(frame -> frame.is("REPORT"));
    }

    /** Hangs up and waits for the 200. */
    /** From INVITE to the last BYE, with devices that accept. */
    void delivers(String message, Device... devices) {
        invites();
        for (Device device : devices) {
            device.expectInvite();
            device.answers();
        }
        expect200();
        acks();
        for (Device device : devices) {
            device.expectAck().connects();
        }
        connects().sends("tr01", message).expectResponse("tr01", 200);
        for (Device device : devices) {
            assertThat(device.expectMessage()).isEqualTo(message);
        }
        byes();
        for (Device device : devices) {
            device.expectBye();
        }
    }

    Sender byes() {
        call.bye().expect(200);
        return this;
    }

    SipMessage expectBye() {
        return call.expectBye();
    }

    void expectByeWithin(int seconds) {
        Eventually.within(seconds, "BYE", () -> !byesSeen().isEmpty());
        call.expectBye();
    }

    private List<SipMessage> byesSeen() {
        return sip.seen(m -> m.start().startsWith("BYE "));
    }

    /** All the final answers to the INVITE; a 200 is repeated until its ACK, and is one. */
    List<SipMessage> finals() {
        return finalsWithRepeats().stream().distinct().toList();
    }

    /** Every final answer to the INVITE as often as it arrived. */
    List<SipMessage> finalsWithRepeats() {
        return sip.seen(m -> m.status() >= 200 && m.method().equals("INVITE"));
    }

    /** Fails if the server has hung up. */
    void hasNoBye() {
        assertThat(byesSeen()).isEmpty();
    }

    static int portOf(String msrpUri) {
        return Integer.parseInt(msrpUri.replaceAll("^msrps?://[^/]*:(\\d+)/.*", "$1"));
    }

    @Override
    public void close() {
        msrp.close();
        sip.close();
    }
}
