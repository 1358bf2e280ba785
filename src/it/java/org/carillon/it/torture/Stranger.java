package org.carillon.it.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.carillon.it.agent.Eventually;

/**
 * A peer that sends octets and keeps what comes back, whatever it is.
 *
 * <p>It has a loopback address of its own, because the messages of the RFCs name ports of their
 * own: a response over UDP goes to the port in the Via, at the address the request came from (RFC
 * 3261 section 18.2.2).
 */
final class Stranger implements AutoCloseable {
    /** The ports in the top Via fields of the messages. */
    private static final List<Integer> VIA_PORTS = List.of(5060, 5050, 5061, 6050, 19_823);

    private static final Pattern RESPONSES = Pattern.compile("(?=SIP/2\\.0 [1-6]\\d\\d )");

    private final InetSocketAddress server;
    private final InetAddress home;
    private final List<DatagramSocket> sockets = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    Stranger(InetSocketAddress server) {
        this.server = server;
        this.home = anyLoopback();
        try {
            for (int port : VIA_PORTS) {
                DatagramSocket socket = new DatagramSocket(port, home);
                sockets.add(socket);
                inBackground(() -> readDatagrams(socket));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress anyLoopback() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] octets = {127, octet(random), octet(random), octet(random)};
        try {
            return InetAddress.getByAddress(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte octet(ThreadLocalRandom random) {
        return (byte) random.nextInt(2, 250);
    }

    /** The loopback address that is this peer's alone. */
    String address() {
        return home.getHostAddress();
    }

    /** One datagram. */
    void sendUdp(byte[] octets) {
        try {
            sockets.get(0).send(new DatagramPacket(octets, octets.length, server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new connection, without delay, so that every write is a segment of its own. */
    Socket connect() {
        try {
            Socket socket = new Socket(server.getAddress(), server.getPort(), home, 0);
            socket.setTcpNoDelay(true);
            connections.add(socket);
            inBackground(() -> readStream(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that came and contains this text. */
    List<String> received(String text) {
        return received.stream().filter(message -> message.contains(text)).toList();
    }

    /** Whether the server still works: its answer to an OPTIONS of ours. */
    int probe() {
        String callId = UUID.randomUUID().toString();
        sendUdp(options("UDP", callId, "").getBytes(ISO_8859_1));
        return finalStatus(callId);
    }

    /** A well-formed OPTIONS from here. */
    String options(String transport, String callId, String moreHeaders) {
        return """
        OPTIONS sip:bob@localhost SIP/2.0
        Via: SIP/2.0/%s %s:5060;branch=z9hG4bK%s
        Max-Forwards: 70
        From: <sip:alice@localhost>;tag=a
        To: <sip:bob@localhost>
        Call-ID: %s
        CSeq: 1 OPTIONS
        """
                        .formatted(transport, home.getHostAddress(), UUID.randomUUID(), callId)
                        .replace("\n", "\r\n")
                + moreHeaders
                + "\r\n";
    }

    /** The final response that carries this text, waited for; 0 if there is none. */
    int finalStatus(String text) {
        Eventually.holds("a final response", () -> finalStatusNow(text) != 0);
        return finalStatusNow(text);
    }

    /** The same without waiting. */
    int finalStatusNow(String text) {
        return received(text).stream()
                .filter(message -> message.matches("(?s)SIP/2\\.0 [2-6].*"))
                .mapToInt(message -> Integer.parseInt(message.substring(8, 11)))
                .findFirst()
                .orElse(0);
    }

    private void readDatagrams(DatagramSocket socket) throws IOException {
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            keep(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }

    /** Responses come one a read here: nobody else writes to this connection. */
    private void readStream(Socket socket) throws IOException {
        byte[] buffer = new byte[65_536];
        try {
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                keep(Arrays.copyOf(buffer, n));
            }
        } finally {
            received.add(closing(socket)); // a reset is an end too
        }
    }

    private static String closing(Socket socket) {
        return "closed " + socket.getLocalPort();
    }

    private void keep(byte[] octets) {
        RESPONSES.splitAsStream(new String(octets, ISO_8859_1)).forEach(received::add);
    }

    /** Whether the server has closed this connection. */
    boolean closed(Socket socket) {
        return received.contains(closing(socket));
    }

    private interface Reading {
        void run() throws IOException;
    }

    private void inBackground(Reading reading) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                reading.run();
                            } catch (IOException e) {
                                received.add("reads no more: " + e.getMessage());
                            }
                        },
                        "stranger");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
        for (Socket connection : connections) {
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
