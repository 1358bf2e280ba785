package org.carillon.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.carillon.it.agent.DeviceCall;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SenderCall;
import org.carillon.it.agent.SipMessage;

/**
 * One sender and one user with two devices: the phone connects to the server by itself, the tablet
 * waits to be connected to. Used by one thread.
 */
final class Household implements AutoCloseable {
    private static final String SERVICE =
            "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"";

    private final String user = "sip:" + UUID.randomUUID() + "@localhost";
    private final RawSipAgent alice;
    private final RawSipAgent phone;
    private final RawSipAgent tablet;
    private final ServerSocket listener;
    private int calls;

    /**
     * @param agents makes everybody's SIP side, by name
     * @param registered is told how many devices have registered, and returns when the next one may
     */
    Household(Function<String, RawSipAgent> agents, IntConsumer registered) throws IOException {
        alice = agents.apply("alice");
        phone = agents.apply("phone");
        tablet = agents.apply("tablet");
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        register(phone);
        registered.accept(1);
        register(tablet);
        registered.accept(2);
    }

    static Household overUdp(InetSocketAddress server) throws IOException {
        return new Household(name -> RawSipAgent.overUdp(name, server), count -> {});
    }

    static Household overTcp(InetSocketAddress server) throws IOException {
        return new Household(name -> RawSipAgent.overTcp(name, server), count -> {});
    }

    /** Where its three speak SIP: what the server sends over TCP goes there. */
    List<Integer> ports() {
        return Stream.of(alice, phone, tablet).map(RawSipAgent::port).toList();
    }

    private void register(RawSipAgent device) {
        register(device, registration(device, device.contact()));
    }

    /** One more device, at an address that only this edge proxy knows the way to (RFC 3327). */
    void registerBehind(RawSipAgent edge, String contact) {
        register(edge, registration(edge, contact).with("Path", "<" + edge.contact() + ";lr>"));
    }

    private SipMessage registration(RawSipAgent agent, String contact) {
        return agent.request("REGISTER", "sip:localhost")
                .replacing("To", "<" + user + ">")
                .replacing("From", "<" + user + ">;tag=register")
                .with("Supported", "gruu, path")
                .replacing(
                        "Contact",
                        "<%s>;+sip.instance=\"<urn:uuid:%s>\";%s"
                                .formatted(contact, instance(contact), SERVICE));
    }

    private static UUID instance(String contact) {
        return UUID.nameUUIDFromBytes(contact.getBytes(StandardCharsets.UTF_8));
    }

    /** What the phone calls itself when it registers (RFC 5626 section 4.1). */
    String instanceOfThePhone() {
        return "urn:uuid:" + instance(phone.contact());
    }

    private static void register(RawSipAgent agent, SipMessage register) {
        int status = agent.send(register).expectFinal(register).status();
        if (status != 200) {
            throw new AssertionError("expected to be registered, got " + status);
        }
    }

    /** The address of record of whom the devices belong to. */
    String user() {
        return user;
    }

    /** The three dialogs of one call. */
    record Dialogs(SenderCall sender, DeviceCall phone, DeviceCall tablet) {}

    /** A call that both devices have been invited to. */
    Dialogs invite() {
        SenderCall call = call(user);
        return new Dialogs(call, invited(phone, call), invited(tablet, call));
    }

    /** A call, whoever is invited to it. */
    SenderCall call() {
        return call(user);
    }

    /** If the phone were invited too, the sender had no answer before the phone gives one. */
    void refusesByTheTabletAlone() {
        SenderCall call = call();
        invited(tablet, call).refuse(486).expectAck();
        call.expect(486);
        call.ackRefusal();
    }

    /** A call to a user who has no devices. */
    SenderCall inviteNobody() {
        return call("sip:nobody@localhost");
    }

    /** A call that everybody has accepted, with its MSRP connections; nothing has been sent. */
    Delivery open() throws IOException {
        Dialogs dialogs = invite();
        answer(dialogs);
        SipMessage ok = acknowledge(dialogs);
        String tabletUri = uri(id("t"), listener.getLocalPort());
        MsrpEnd tabletEnd = MsrpEnd.accept(tabletUri, dialogs.tablet().message(), listener);
        return opened(dialogs, ok, tabletEnd);
    }

    /** The same, but the tablet is behind a relay: its path has two URIs. */
    Delivery openBehind(MsrpRelay relay) throws IOException {
        Dialogs dialogs = invite();
        String tabletUri = uri(id("t"), 9);
        MsrpEnd tabletEnd = MsrpEnd.connect(tabletUri, relay.uri());
        String lent = tabletEnd.authenticate(MsrpRelay.USER, MsrpRelay.PASSWORD);
        String path = lent + " " + tabletUri;
        answerOfThePhone(dialogs);
        dialogs.tablet().answer(description(path, relay.port(), "passive", "recvonly"));
        return opened(dialogs, acknowledge(dialogs), tabletEnd);
    }

    private static SipMessage acknowledge(Dialogs dialogs) {
        SipMessage ok = dialogs.sender().expect(200);
        dialogs.sender().ack();
        dialogs.phone().expectAck();
        dialogs.tablet().expectAck();
        return ok;
    }

    private Delivery opened(Dialogs dialogs, SipMessage ok, MsrpEnd tabletEnd) throws IOException {
        MsrpEnd phoneEnd = MsrpEnd.connect(uri(id("p"), 9), dialogs.phone().message());
        phoneEnd.introduce(id("p"));
        MsrpEnd sender = MsrpEnd.connect(uri(id("a"), 9), ok);
        return new Delivery(id("s"), dialogs, sender, phoneEnd, tabletEnd);
    }

    /** Both devices accept. */
    void answer(Dialogs dialogs) {
        int port = listener.getLocalPort();
        answerOfThePhone(dialogs);
        dialogs.tablet().answer(description(uri(id("t"), port), port, "passive", "recvonly"));
    }

    private void answerOfThePhone(Dialogs dialogs) {
        dialogs.phone().answer(description(uri(id("p"), 9), 9, "active", "recvonly"));
    }

    /** In how many calls the server has told the phone that it is over. */
    long endsSeenByThePhone() {
        return phone
                .seen(m -> m.start().startsWith("BYE ") || m.start().startsWith("CANCEL "))
                .stream()
                .map(SipMessage::callId)
                .distinct()
                .count();
    }

    private SenderCall call(String recipient) {
        calls++;
        return message(alice, recipient, id("a")).invite();
    }

    /** A large message of that name, not sent. */
    static SenderCall message(RawSipAgent sender, String recipient, String name) {
        return sender.call(recipient)
                .with("Accept-Contact", "*;" + SERVICE)
                .with("P-Asserted-Identity", "<sip:alice@localhost>")
                .with("Conversation-ID", "conversation-" + name)
                .with("Contribution-ID", "contribution-" + name)
                .offering(description(uri(name, 9), 9, "active", "sendonly"));
    }

    /** This call's INVITE; a repeated one of an earlier call may still be on its way. */
    static DeviceCall invited(RawSipAgent device, SenderCall call) {
        return device.expectInvite(
                "Conversation-ID", call.message().header("Conversation-ID").orElseThrow());
    }

    private static String description(String uri, int port, String setup, String direction) {
        return """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=message %d TCP/MSRP *
        a=accept-types:message/cpim
        a=accept-wrapped-types:*
        a=setup:%s
        a=path:%s
        a=%s
        """
                .formatted(port, setup, uri, direction)
                .replace("\n", "\r\n");
    }

    private static String uri(String name, int port) {
        return "msrp://127.0.0.1:%d/%s;tcp".formatted(port, name);
    }

    private String id(String what) {
        return "%s%05d".formatted(what, calls);
    }

    @Override
    public void close() throws IOException {
        alice.close();
        phone.close();
        tablet.close();
        listener.close();
    }
}
