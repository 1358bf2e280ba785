package org.carillon.tool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Answers every REGISTER over a bare UDP socket, and shows what came. */
final class RawRegistrar implements AutoCloseable {
    private static final Pattern CONTACT = Pattern.compile("Contact: <sip:[^@]+@([0-9.]+):(\\d+)");

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final String statusLine;

    RawRegistrar(String statusLine) throws IOException {
        this.statusLine = statusLine;
        Thread thread = new Thread(this::serve, "raw-registrar");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    /** The next request that was not seen yet. */
    String next() throws InterruptedException {
        String request = requests.poll(20, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        return request;
    }

    static InetSocketAddress contact(String request) {
        Matcher contact = CONTACT.matcher(request);
        if (!contact.find()) {
            throw new AssertionError("no contact in " + request);
        }
        return new InetSocketAddress(contact.group(1), Integer.parseInt(contact.group(2)));
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[65536];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                String request = new String(buffer, 0, packet.getLength(), US_ASCII);
                if (request.isBlank()) {
                    continue; // keeps some NAT's binding alive
                }
                requests.add(request);
                byte[] response = response(request).getBytes(US_ASCII);
                socket.send(
                        new DatagramPacket(response, response.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            requests.add("closed");
        }
    }

    private String response(String request) {
        String copied =
                request.lines()
                        .filter(line -> line.matches("(Via|From|To|Call-ID|CSeq|Contact): .*"))
                        .map(line -> line.startsWith("To: ") ? line + ";tag=r" : line)
                        .map(line -> line.replaceAll("expires=600", "expires=120"))
                        .collect(Collectors.joining("\r\n"));
        return "SIP/2.0 " + statusLine + "\r\n" + copied + "\r\nContent-Length: 0\r\n\r\n";
    }
}
