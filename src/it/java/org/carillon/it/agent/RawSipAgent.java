package org.carillon.it.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One SIP address of a test, over UDP and TCP on the same port of the loopback interface. What it
 * says first goes to the server under test, over the transport that it was made for.
 *
 * <p>Used by one test thread; everything that arrives waits in its {@link Inbox}.
 */
public final class RawSipAgent implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 65_535;

    private final String name;
    private final String transport;
    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final DatagramSocket datagrams;
    private final Inbox inbox = new Inbox();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<Function<SipMessage, Optional<SipMessage>>> reflexes =
            new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<String> transactions = new HashSet<>();
    private final Wire out;

    private RawSipAgent(String name, String transport, InetSocketAddress server)
            throws IOException {
        this.name = name;
        this.transport = transport;
        this.server = server;
        PortPair port = PortPair.open();
        this.listener = port.tcp();
        this.datagrams = port.udp();
        inBackground(this::readDatagrams);
        inBackground(this::acceptConnections);
        this.out = transport.equals("TCP") ? connect() : datagramsTo(server);
    }

    public static RawSipAgent overUdp(String name, InetSocketAddress server) {
        return open(name, "UDP", server);
    }

    public static RawSipAgent overTcp(String name, InetSocketAddress server) {
        return open(name, "TCP", server);
    }

    private static RawSipAgent open(String name, String transport, InetSocketAddress server) {
        try {
            return new RawSipAgent(name, transport, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URI under which this agent can be reached. */
    public String contact() {
        String uri = "sip:" + name + "@127.0.0.1:" + listener.getLocalPort();
        return transport.equals("TCP") ? uri + ";transport=tcp" : uri;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String server() {
        return server.getHostString() + ":" + server.getPort();
    }

    /** A request outside of any dialog, with all that RFC 3261 §8.1.1 asks for; not sent. */
    public SipMessage request(String method, String uri) {
        return SipMessage.of(method + " " + uri + " SIP/2.0")
                .with("Via", via())
                .with("Max-Forwards", "70")
                .with("From", "<sip:" + name + "@localhost>;tag=" + unique())
                .with("To", "<" + uri + ">")
                .with("Call-ID", unique())
                .with("CSeq", "1 " + method)
                .with("Contact", "<" + contact() + ">")
                .with("Content-Length", "0");
    }

    /** A Via of our own with a new branch: another transaction. */
    public String via() {
        return "SIP/2.0/%s 127.0.0.1:%d;branch=z9hG4bK%s;rport"
                .formatted(transport, listener.getLocalPort(), unique());
    }

    /** Begins a call, which is not sent before {@link SenderCall#invite}. */
    public SenderCall call(String uri) {
        return new SenderCall(this, request("INVITE", uri));
    }

    public RawSipAgent send(SipMessage message) {
        return send(message.octets());
    }

    /** Sends octets that need not be a SIP message at all. */
    public RawSipAgent send(byte[] octets) {
        try {
            out.send(octets);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the next INVITE to this agent. */
    public DeviceCall expectInvite() {
        return new DeviceCall(this, expectRequest("INVITE"));
    }

    /** Waits for the INVITE that has this header; another one may be on its way too. */
    public DeviceCall expectInvite(String name, String value) {
        return new DeviceCall(
                this,
                expectRequest(
                        "INVITE",
                        "INVITE with " + name + " " + value,
                        m -> m.all(name).contains(value)));
    }

    public Received expectRequest(String method) {
        return expectRequest(method, method, m -> true);
    }

    /** Waits for such a request; the same once more (RFC 3261 §17.1) is none. */
    public Received expectRequest(String method, String what, Predicate<SipMessage> wanted) {
        Received received =
                expect(
                        what,
                        m ->
                                m.start().startsWith(method + " ")
                                        && !transactions.contains(transaction(m))
                                        && wanted.test(m));
        transactions.add(transaction(received.message()));
        return received;
    }

    private static String transaction(SipMessage request) {
        return request.method() + " " + request.header("Via").orElse("");
    }

    /** Waits for the final response to a request of this agent. */
    public SipMessage expectFinal(SipMessage request) {
        return expect(
                        "final response to " + request.method(),
                        m ->
                                m.status() >= 200
                                        && m.callId().equals(request.callId())
                                        && m.cseq() == request.cseq())
                .message();
    }

    /** Waits for a message and takes it; fails with what came instead. */
    public Received expect(String what, Predicate<SipMessage> wanted) {
        return inbox.take(name + " expects " + what, wanted);
    }

    /** From now on sends this as soon as such a message comes. */
    void answering(Predicate<SipMessage> kind, SipMessage answer) {
        reflexes.add(m -> kind.test(m) ? Optional.of(answer) : Optional.empty());
    }

    private void arrived(Received received) {
        inbox.put(received);
        reflexes.forEach(reflex -> reflex.apply(received.message()).ifPresent(this::send));
    }

    /** Everything of that kind that has come so far, taken or not. */
    public List<SipMessage> seen(Predicate<SipMessage> kind) {
        return inbox.seen(kind);
    }

    static String unique() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private void readDatagrams() throws IOException {
        while (!datagrams.isClosed()) {
            DatagramPacket packet =
                    new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
            datagrams.receive(packet);
            byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
            arrived(
                    new Received(
                            SipMessage.parse(octets),
                            datagramsTo((InetSocketAddress) packet.getSocketAddress())));
        }
    }

    private Wire datagramsTo(InetSocketAddress peer) {
        return octets -> datagrams.send(new DatagramPacket(octets, octets.length, peer));
    }

    private void acceptConnections() throws IOException {
        while (!listener.isClosed()) {
            Socket connection = listener.accept();
            accepted.incrementAndGet();
            read(connection);
        }
    }

    /** How many connections have come in so far. */
    public int connectionsAccepted() {
        return accepted.get();
    }

    private Wire connect() throws IOException {
        return read(new Socket(server.getAddress(), server.getPort()));
    }

    private Wire read(Socket connection) throws IOException {
        connections.add(connection);
        Wire wire = connection.getOutputStream()::write;
        InputStream in = connection.getInputStream();
        inBackground(() -> TcpFraming.messages(in, m -> arrived(new Received(m, wire))));
        return wire;
    }

    private void inBackground(Reading reading) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                reading.run();
                            } catch (IOException closed) {
                                inbox.note(name + " reads no more: " + closed.getMessage());
                            }
                        },
                        "agent-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Reading {
        void run() throws IOException;
    }

    @Override
    public void close() {
        try {
            datagrams.close();
            listener.close();
            for (Socket connection : new ArrayList<>(connections)) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
