package org.carillon.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.carillon.it.agent.SipMessage;

/**
 * One end of an MSRP connection to the server, read and written on the test's own thread; enough
 * for messages of one chunk.
 */
final class MsrpEnd implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final String uri;
    private final String peerPath;
    private final Socket socket;
    private final InputStream in;

    private MsrpEnd(String uri, String peerPath, Socket socket) throws IOException {
        this.uri = uri;
        this.peerPath = peerPath;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Connects to where the other side's description says. */
    static MsrpEnd connect(String uri, SipMessage description) throws IOException {
        String path = path(description);
        int port = Integer.parseInt(path.split("[:/]+", 4)[2]);
        return new MsrpEnd(uri, path, new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Takes the connection that the server makes. */
    static MsrpEnd accept(String uri, SipMessage description, ServerSocket listener)
            throws IOException {
        listener.setSoTimeout(PATIENCE_MILLIS);
        return new MsrpEnd(uri, path(description), listener.accept());
    }

    private static String path(SipMessage description) {
        return description
                .body()
                .lines()
                .filter(line -> line.startsWith("a=path:"))
                .findFirst()
                .orElseThrow()
                .substring("a=path:".length());
    }

    /** A SEND without content: tells the server which leg this connection is (RFC 4975 §5.4). */
    void introduce(String id) throws IOException {
        write(head(id) + "Message-ID: " + id + "\r\n-------" + id + "$\r\n");
        expectOk();
    }

    /** The first octets of a message of that many, one chunk that is not the last; they arrive. */
    void sendFirst(String id, String octets, int total) throws IOException {
        chunk(id, octets, total, '+');
        expectOk();
    }

    /** A whole message in one chunk. */
    void send(String id, String message) throws IOException {
        chunk(id, message, message.length(), '$');
        expectOk();
    }

    private void chunk(String id, String octets, int total, char flag) throws IOException {
        write(
                head(id)
                        + "Message-ID: m"
                        + id
                        + "\r\nByte-Range: 1-"
                        + octets.length()
                        + "/"
                        + total
                        + "\r\nContent-Type: message/cpim\r\n\r\n"
                        + octets
                        + "\r\n-------"
                        + id
                        + flag
                        + "\r\n");
    }

    private String head(String id) {
        return "MSRP %s SEND\r\nTo-Path: %s\r\nFrom-Path: %s\r\n".formatted(id, peerPath, uri);
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private void expectOk() throws IOException {
        String start = frame().get(0);
        if (!start.contains(" 200")) {
            throw new AssertionError("expected a 200, got " + start);
        }
    }

    /** Takes and answers SENDs until one ends the message; its last octet says how. */
    char receive() throws IOException {
        char end = receiveChunk();
        while (end == '+') {
            end = receiveChunk();
        }
        return end;
    }

    /** Takes and answers the next chunk; its last octet says how it ends. */
    char receiveChunk() throws IOException {
        while (true) {
            List<String> frame = frame();
            String end = frame.get(frame.size() - 1);
            char flag = end.charAt(end.length() - 1);
            if (frame.get(0).contains(" SEND")) {
                answer(frame);
                boolean content = frame.stream().anyMatch(line -> line.startsWith("Content-Type"));
                if (flag == '#' || content) {
                    return flag;
                }
            }
        }
    }

    private void answer(List<String> frame) throws IOException {
        String id = frame.get(0).split(" ", 3)[1];
        String previousHop =
                frame.stream()
                        .filter(line -> line.startsWith("From-Path: "))
                        .findFirst()
                        .orElseThrow()
                        .split(" ", 3)[1];
        write(
                "MSRP %s 200 OK\r\nTo-Path: %s\r\nFrom-Path: %s\r\n-------%s$\r\n"
                        .formatted(id, previousHop, uri, id));
    }

    /** The lines of the next frame; no message of this test has a line that looks like its end. */
    private List<String> frame() throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = line();
            lines.add(line);
        } while (!line.startsWith("-------"));
        return lines;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet != '\n') {
            if (octet < 0) {
                throw new EOFException("closed after '" + line.toString(ISO_8859_1) + "'");
            }
            if (octet != '\r') {
                line.write(octet);
            }
            octet = in.read();
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
