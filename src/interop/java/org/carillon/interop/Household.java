package org.carillon.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.carillon.it.agent.DeviceCall;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.Received;
import org.carillon.it.agent.SenderCall;
import org.carillon.it.agent.SipMessage;

/**
 * One sender and one user with two devices: the phone connects to the server by itself, the tablet
 * waits to be connected to. Used by one thread.
 */
final class Household implements AutoCloseable {
    private final String user = "sip:" + UUID.randomUUID() + "@localhost";
    private final RawSipAgent alice;
    private final RawSipAgent phone;
    private final RawSipAgent tablet;
    private final ServerSocket listener;

    /** Whoever forgets one would have the virtual machine close it. */
    private final List<MsrpEnd> ends = new ArrayList<>();

    private int calls;

    /**
     * @param agents makes everybody's SIP side, by name
     * @param registered is told how many devices have registered, and returns when the next one may
     */
    Household(Function<String, RawSipAgent> agents, IntConsumer registered) throws IOException {
        this(agents);
        register(phone);
        registered.accept(1);
        register(tablet);
        registered.accept(2);
    }

    /** Neither device is registered. */
    private Household(Function<String, RawSipAgent> agents) throws IOException {
        alice = agents.apply("alice");
        phone = agents.apply("phone");
        tablet = agents.apply("tablet");
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Its devices are not registered yet. */
    static Household away(InetSocketAddress server) throws IOException {
        return new Household(name -> RawSipAgent.overUdp(name, server));
    }

    /** For the first time or once more. */
    void phoneRegisters() {
        register(phone);
    }

    void bothRegister() {
        register(phone);
        register(tablet);
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
        register(device, user);
    }

    /** This agent is a device of that user from now on. */
    static void register(RawSipAgent device, String user) {
        register(device, Wording.registration(device, user, device.contact()));
    }

    /** One more device, at an address that only this edge proxy knows the way to (RFC 3327). */
    void registerBehind(RawSipAgent edge, String contact) {
        register(
                edge,
                Wording.registration(edge, user, contact)
                        .with("Path", "<" + edge.contact() + ";lr>"));
    }

    /** What the phone calls itself when it registers (RFC 5626 section 4.1). */
    String instanceOfThePhone() {
        return "urn:uuid:" + Wording.instance(phone.contact());
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
        String tabletUri = Wording.uri(id("t"), listener.getLocalPort());
        MsrpEnd tabletEnd = MsrpEnd.accept(tabletUri, dialogs.tablet().message(), listener);
        return opened(dialogs, ok, tabletEnd);
    }

    /** The same, but the tablet is behind a relay: its path has two URIs. */
    Delivery openBehind(MsrpRelay relay) throws IOException {
        Dialogs dialogs = invite();
        String tabletUri = Wording.uri(id("t"), 9);
        MsrpEnd tabletEnd = MsrpEnd.connect(tabletUri, relay.uri());
        String lent = tabletEnd.authenticate(MsrpRelay.USER, MsrpRelay.PASSWORD);
        String path = lent + " " + tabletUri;
        answerOfThePhone(dialogs.phone());
        dialogs.tablet().answer(Wording.description(path, relay.port(), "passive", "recvonly"));
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
        MsrpEnd phoneEnd = MsrpEnd.connect(Wording.uri(id("p"), 9), dialogs.phone().message());
        phoneEnd.introduce(id("p"));
        MsrpEnd sender = MsrpEnd.connect(Wording.uri(id("a"), 9), ok);
        ends.addAll(List.of(sender, phoneEnd, tabletEnd));
        return new Delivery(id("s"), dialogs, sender, phoneEnd, tabletEnd);
    }

    /** Both devices accept. */
    void answer(Dialogs dialogs) {
        answerOfThePhone(dialogs.phone());
        answerOfTheTablet(dialogs.tablet());
    }

    private void answerOfThePhone(DeviceCall call) {
        call.answer(Wording.description(Wording.uri(id("p"), 9), 9, "active", "recvonly"));
    }

    private void answerOfTheTablet(DeviceCall call) {
        int port = listener.getLocalPort();
        call.answer(Wording.description(Wording.uri(id("t"), port), port, "passive", "recvonly"));
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
        return Wording.largeMessage(alice, recipient, id("a")).invite();
    }

    /** A short message that both devices take, one after the other. */
    List<SipMessage> page() {
        SipMessage message = Wording.shortMessage(alice, user);
        alice.send(message);
        List<Received> copies = List.of(copyOf(message, phone), copyOf(message, tablet));
        copies.forEach(copy -> copy.reply(200));
        if (alice.expectFinal(message).status() != 200) {
            throw new AssertionError("the sender has no 200");
        }
        return copies.stream().map(Received::message).toList();
    }

    /** This message's; a repeated one of an earlier message may still be on its way. */
    static Received copyOf(SipMessage message, RawSipAgent device) {
        String id = message.header("Conversation-ID").orElseThrow();
        return device.expectRequest(
                "MESSAGE", "a copy of " + id, m -> m.all("Conversation-ID").contains(id));
    }

    /** A large message that nobody is there for; the sender has its answer. */
    SipMessage sendsToNobodyThere(String content) throws IOException {
        SenderCall call = call();
        SipMessage ok = call.expect(200);
        call.ack();
        try (MsrpEnd sender = MsrpEnd.connect(Wording.uri(id("a"), 9), ok)) {
            sender.send(id("s"), content);
            call.bye().expect(200);
        }
        return call.message();
    }

    /** A short message that the phone takes, and the tablet says nothing to. */
    SipMessage pagesThePhone() {
        SipMessage message = Wording.shortMessage(alice, user);
        alice.send(message);
        copyOf(message, tablet);
        copyOf(message, phone).reply(200);
        if (alice.expectFinal(message).status() != 200) {
            throw new AssertionError("the sender has no 200");
        }
        return message;
    }

    /** A short message that nobody is there for. */
    SipMessage pagesNobodyThere() {
        SipMessage message = Wording.shortMessage(alice, user);
        if (alice.send(message).expectFinal(message).status() != 202) {
            throw new AssertionError("the sender has no 202");
        }
        return message;
    }

    String phoneGetsPage(SipMessage message) {
        return takesCopyOf(message, phone);
    }

    String tabletGetsPage(SipMessage message) {
        return takesCopyOf(message, tablet);
    }

    private static String takesCopyOf(SipMessage message, RawSipAgent device) {
        Received copy = copyOf(message, device);
        copy.reply(200);
        return copy.message().body();
    }

    /** The calls and copies that the devices were offered so far, of each device. */
    List<String> offers() {
        return Stream.of(phone, tablet)
                .flatMap(device -> device.seen(Household::isOffer).stream())
                .map(offer -> offer.requestUri() + " " + offer.callId())
                .distinct()
                .toList();
    }

    private static boolean isOffer(SipMessage message) {
        return message.start().startsWith("INVITE ") || message.start().startsWith("MESSAGE ");
    }

    DeviceCall phoneInvited(SipMessage message) {
        return invited(phone, message);
    }

    /**
     * What the phone is sent once it accepts the next call with this message; it takes all of it.
     */
    String phoneGets(SipMessage message) throws IOException {
        DeviceCall call = invited(phone, message);
        try (MsrpEnd end = phoneAccepts(call)) {
            String content = end.receiveMessage();
            call.expectBye();
            return content;
        }
    }

    MsrpEnd phoneAccepts(DeviceCall call) throws IOException {
        answerOfThePhone(call);
        call.expectAck();
        MsrpEnd end = MsrpEnd.connect(Wording.uri(id("p"), 9), call.message());
        ends.add(end);
        end.introduceAndGoOn(id("p"));
        return end;
    }

    /** The same of the tablet. */
    String tabletGets(SipMessage message) throws IOException {
        DeviceCall call = invited(tablet, message);
        answerOfTheTablet(call);
        call.expectAck();
        String uri = Wording.uri(id("t"), listener.getLocalPort());
        try (MsrpEnd end = MsrpEnd.accept(uri, call.message(), listener)) {
            String content = end.receiveMessage();
            call.expectBye();
            return content;
        }
    }

    /** This call's INVITE; a repeated one of an earlier call may still be on its way. */
    static DeviceCall invited(RawSipAgent device, SenderCall call) {
        return invited(device, call.message());
    }

    private static DeviceCall invited(RawSipAgent device, SipMessage message) {
        return device.expectInvite(
                "Conversation-ID", message.header("Conversation-ID").orElseThrow());
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
        for (MsrpEnd end : ends) {
            end.close();
        }
    }
}
