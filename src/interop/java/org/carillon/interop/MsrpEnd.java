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
 * One end of an MSRP connection to the server, or to a relay on the way to it, read and written on
 * the test's own thread.
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
        return connect(uri, path(description));
    }

    /** Connects to whom the path names first. */
    static MsrpEnd connect(String uri, String path) throws IOException {
        int port = Integer.parseInt(path.split("[:/;]+", 4)[2]);
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
        introduceAndGoOn(id);
        expectOk();
    }

    /** The same, its answer not waited for: what waits for this leg may come before. */
    void introduceAndGoOn(String id) throws IOException {
        write(head(id) + "Message-ID: " + id + "\r\n-------" + id + "$\r\n");
    }

    /** The first octets of a message of that many, one chunk that is not the last; they arrive. */
    void sendFirst(String id, String octets, int total) throws IOException {
        chunk(id, "m" + id, 1, octets, total, '+');
        expectOk();
    }

    /** A part of a message in a chunk of its own; it arrives. */
    void sendPart(String id, String message, int from, int to) throws IOException {
        char flag = to == message.length() ? '$' : '+';
        chunk(
                id + "-" + from,
                "m" + id,
                from + 1,
                message.substring(from, to),
                message.length(),
                flag);
        expectOk();
    }

    /** A whole message in one chunk. */
    void send(String id, String message) throws IOException {
        sendOnly(id, message);
        expectOk();
    }

    /** The same, its answer not waited for. */
    void sendOnly(String id, String message) throws IOException {
        chunk(id, "m" + id, 1, message, message.length(), '$');
    }

    private void chunk(String id, String messageId, int from, String octets, int total, char flag)
            throws IOException {
        write(
                head(id)
                        + "Message-ID: "
                        + messageId
                        + "\r\nByte-Range: "
                        + from
                        + "-"
                        + (from + octets.length() - 1)
                        + "/"
                        + total
                        + "\r\nContent-Type: message/cpim\r\n\r\n"
                        + octets
                        + "\r\n-------"
                        + id
                        + flag
                        + "\r\n");
    }

    /**
     * Makes itself known to a relay (RFC 4976 §5.1).
     *
     * @return the URI that the relay lends us
     */
    String authenticate(String user, String password) throws IOException {
        write(request("auth1", "AUTH") + "-------auth1$\r\n");
        List<String> challenged = frame();
        expectStatus("401", challenged);
        String challenge = value("WWW-Authenticate", challenged);
        String authorization = DigestAnswer.to(challenge, "AUTH", peerPath, user, password);
        write(
                request("auth2", "AUTH")
                        + "Authorization: "
                        + authorization
                        + "\r\n-------auth2$\r\n");
        List<String> known = frame();
        expectStatus("200", known);
        return value("Use-Path", known);
    }

    private static String value(String header, List<String> frame) {
        return frame.stream()
                .filter(line -> line.startsWith(header + ": "))
                .findFirst()
                .orElseThrow()
                .substring(header.length() + 2);
    }

    private String head(String id) {
        return request(id, "SEND");
    }

    private String request(String id, String method) {
        return "MSRP %s %s\r\nTo-Path: %s\r\nFrom-Path: %s\r\n"
                .formatted(id, method, peerPath, uri);
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    void expectOk() throws IOException {
        expectStatus("200", frame());
    }

    private static void expectStatus(String status, List<String> frame) {
        if (!frame.get(0).contains(" " + status)) {
            throw new AssertionError("expected a " + status + ", got " + frame);
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
        List<String> chunk = nextChunk();
        answer(chunk);
        return flag(chunk);
    }

    /** Takes and answers a whole message; returns its content. */
    String receiveMessage() throws IOException {
        StringBuilder content = new StringBuilder();
        char flag = '+';
        while (flag == '+') {
            List<String> chunk = nextChunk();
            answer(chunk);
            content.append(
                    String.join("\r\n", chunk.subList(chunk.indexOf("") + 1, chunk.size() - 1)));
            flag = flag(chunk);
        }
        if (flag != '$') {
            throw new AssertionError("the message ends with " + flag);
        }
        return content.toString();
    }

    /** Takes the next chunk with content, or that ends the message, and does not answer it. */
    List<String> nextChunk() throws IOException {
        while (true) {
            List<String> frame = frame();
            if (frame.get(0).contains(" SEND")) {
                boolean content = frame.stream().anyMatch(line -> line.startsWith("Content-Type"));
                if (flag(frame) == '#' || content) {
                    return frame;
                }
                answer(frame);
            }
        }
    }

    private static char flag(List<String> frame) {
        String end = frame.get(frame.size() - 1);
        return end.charAt(end.length() - 1);
    }

    private void answer(List<String> frame) throws IOException {
        String id = frame.get(0).split(" ", 3)[1];
        String previousHop = value("From-Path", frame).split(" ", 2)[0];
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
