package org.carillon.it.container;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.UUID;

/** Sends one OPTIONS by hand and reads the answer; knows no SIP library, like a stranger. */
public final class SipProbe {
    private static final int PATIENCE_MILLIS = 10_000;

    private SipProbe() {}

    /** The first line of what comes back over UDP. */
    public static String optionsOverUdp(InetSocketAddress server) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] request = options(server, "UDP", socket.getLocalPort());
            socket.send(new DatagramPacket(request, request.length, server));
            DatagramPacket answer = new DatagramPacket(new byte[8192], 8192);
            socket.receive(answer);
            return firstLine(new String(answer.getData(), 0, answer.getLength(), US_ASCII));
        }
    }

    /** The first line of what comes back over TCP. */
    public static String optionsOverTcp(InetSocketAddress server) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(options(server, "TCP", socket.getLocalPort()));
            return firstLine(new String(socket.getInputStream().readNBytes(32), US_ASCII));
        }
    }

    private static byte[] options(InetSocketAddress server, String transport, int localPort) {
        return """
        OPTIONS sip:%1$s SIP/2.0
        Via: SIP/2.0/%2$s 127.0.0.1:%3$d;branch=z9hG4bK%4$s
        From: <sip:probe@127.0.0.1>;tag=%4$s
        To: <sip:carillon@%1$s>
        Call-ID: %4$s
        CSeq: 1 OPTIONS
        Max-Forwards: 70
        Content-Length: 0

        """
                .formatted(
                        server.getHostString() + ":" + server.getPort(),
                        transport,
                        localPort,
                        UUID.randomUUID())
                .replace("\n", "\r\n")
                .getBytes(US_ASCII);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
