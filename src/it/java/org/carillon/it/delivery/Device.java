package org.carillon.it.delivery;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.it.agent.DeviceCall;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.MsrpFrame;
import org.carillon.it.agent.RawMsrpPeer;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SipMessage;

/** One device of the recipient: a registration, a SIP dialog, an MSRP endpoint. */
final class Device implements AutoCloseable {
    static final String SERVICE =
            ";+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg,"
                    + "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"";

    private final String name;
    private final String user;
    private final RawSipAgent sip;
    private final RawMsrpPeer msrp;
    private final Sdp description;
    private String gruu = "none yet";
    private DeviceCall call;

    Device(String name, String user, RawSipAgent sip) {
        this(name, user, sip, new RawMsrpPeer(name));
    }

    Device(String name, String user, RawSipAgent sip, RawMsrpPeer msrp) {
        this.name = name;
        this.user = user;
        this.sip = sip;
        this.msrp = msrp;
        this.description = Sdp.of(msrp.uri(), msrp.port(), "recvonly");
    }

    String instance() {
        return "urn:uuid:" + name;
    }

    /** The public GRUU that the registrar has given (RFC 5627 §3.1). */
    String gruu() {
        return gruu;
    }

    String contact() {
        return sip.contact();
    }

    RawSipAgent sip() {
        return sip;
    }

    RawMsrpPeer msrp() {
        return msrp;
    }

    /** Registers as RFC 5627 devices do and waits for the 200. */
    SipMessage register() {
        SipMessage register = registration();
        SipMessage ok =
                registers(
                        register.replacing(
                                        "Contact",
                                        register.header("Contact").orElseThrow()
                                                + ";+sip.instance=\"<"
                                                + instance()
                                                + ">\"")
                                .with("Supported", "gruu"));
        gruu = gruuIn(ok);
        return ok;
    }

    /** A registrar tells of every contact of the user: ours, up to the next one. */
    private String gruuIn(SipMessage ok) {
        Matcher given =
                Pattern.compile(
                                Pattern.quote("<" + contact() + ">")
                                        + "((?!<sip:).)*?pub-gruu=\"([^\"]+)\"")
                        .matcher(String.join(", ", ok.all("Contact")));
        if (!given.find()) {
            throw new AssertionError(ok);
        }
        return given.group(2);
    }

    /** A REGISTER without any instance, not sent. */
    SipMessage registration() {
        return sip.request("REGISTER", "sip:localhost")
                .replacing("From", "<" + user + ">;tag=reg")
                .replacing("To", "<" + user + ">")
                .replacing("Contact", "<" + contact() + ">" + SERVICE)
                .with("Expires", "600");
    }

    /** Sends a REGISTER and waits for the 200. */
    SipMessage registers(SipMessage register) {
        SipMessage answer = sip.send(register).expectFinal(register);
        if (answer.status() != 200) {
            throw new AssertionError(answer);
        }
        return answer;
    }

    SipMessage expectInvite() {
        call = sip.expectInvite();
        return call.message();
    }

    /** Takes the next INVITE and sees the refusal through. */
    SipMessage expectInviteAndRefuse(int status) {
        SipMessage invite = expectInvite();
        refuses(status);
        return invite;
    }

    DeviceCall call() {
        return call;
    }

    /** What it says of itself. */
    Sdp description() {
        return description;
    }

    /** Offers anew by UPDATE and waits for the 200. */
    SipMessage updates(Sdp offer) {
        return call.send(call.next("UPDATE").withBody("application/sdp", offer.text())).expect(200);
    }

    /** The offer in the INVITE. */
    Sdp offer() {
        return Sdp.of(call.message());
    }

    /** Answers 200 and will open the connection. */
    Device answers() {
        return answers(sdp -> sdp.with("a=setup:active"));
    }

    Device answers(UnaryOperator<Sdp> change) {
        call.answer(change.apply(description).text());
        return this;
    }

    Device expectAck() {
        call.expectAck();
        return this;
    }

    /** Opens the MSRP connection and binds it with a bodiless SEND (RFC 4975 §5.4). */
    Device connects() {
        msrp.connect(offer().path().get(0)).say(bodiless("bind" + name));
        msrp.expectResponse("bind" + name, 200);
        return this;
    }

    /** Everything up to a connection that waits for the message. */
    Device joins() {
        expectInvite();
        return answers().expectAck().connects();
    }

    String bodiless(String id) {
        return head(id, "SEND") + "Message-ID: nothing\r\n-------" + id + "$\r\n";
    }

    /** Start line and paths of a request of this device, not sent. */
    String head(String id, String method) {
        return "MSRP "
                + id
                + " "
                + method
                + "\r\nTo-Path: "
                + String.join(" ", offer().path())
                + "\r\nFrom-Path: "
                + msrp.uri()
                + "\r\n";
    }

    /** A message of this device in one chunk, not sent. */
    String send(String id, String message) {
        return head(id, "SEND")
                + "Message-ID: of"
                + id
                + "\r\nByte-Range: 1-%1$d/%1$d\r\n".formatted(message.length())
                + "Content-Type: message/cpim\r\n\r\n"
                + message
                + "\r\n-------"
                + id
                + "$\r\n";
    }

    Device reports(String id, String range, int status) {
        msrp.say(
                head(id, "REPORT")
                        + "Message-ID: 87652491\r\nByte-Range: "
                        + range
                        + "\r\nStatus: 000 "
                        + status
                        + "\r\n-------"
                        + id
                        + "$\r\n");
        return this;
    }

    String expectMessage() {
        return msrp.expectMessage();
    }

    MsrpFrame expectChunk() {
        return msrp.expectChunk();
    }

    SipMessage expectBye() {
        return call.expectBye();
    }

    void expectByeWithin(int seconds) {
        Eventually.within(seconds, "BYE", () -> !seen("BYE").isEmpty());
        call.expectBye();
    }

    DeviceCall expectCancelWithin(int seconds) {
        Eventually.within(seconds, "CANCEL", () -> !seen("CANCEL").isEmpty());
        return call.expectCancel();
    }

    Device byes() {
        call.bye().expect(200);
        return this;
    }

    Device refuses(int status) {
        call.refuse(status).expectAck();
        return this;
    }

    List<SipMessage> seen(String method) {
        return sip.seen(m -> m.start().startsWith(method + " "));
    }

    @Override
    public void close() {
        msrp.close();
        sip.close();
    }
}
