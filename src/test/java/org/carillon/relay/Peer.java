package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.FrameListener;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.Method;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.StatusCode;

/**
 * A real MSRP peer on a real socket: says what the test writes, notes what it hears, answers SENDs
 * with 200. A thread of its own reads.
 */
final class Peer implements FrameListener, AutoCloseable {
    final List<String> heard = new CopyOnWriteArrayList<>();
    volatile long octets;
    volatile boolean complete;
    volatile boolean aborted;
    volatile boolean closed;
    volatile boolean answering = true;
    private final Socket socket;
    private final MessageDigest digest = sha256();
    private final Thread reader;
    private long expected;
    private volatile int octetsPerSecond;

    Peer(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Peer(Socket socket) {
        this.socket = socket;
        this.reader = new Thread(this::read, "peer-" + socket.getLocalPort());
        reader.start();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    Peer atMost(int perSecond) {
        octetsPerSecond = perSecond;
        return this;
    }

    String sha() {
        return HexFormat.of().formatHex(digest.digest());
    }

    void say(String text) throws IOException {
        say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void say(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    private void read() {
        MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), this);
        byte[] buffer = new byte[65536];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                parser.parse(Unpooled.wrappedBuffer(buffer, 0, n));
                pause(n);
            }
        } catch (IOException e) {
            heard.add("reset");
        }
        closed = true;
    }

    private void pause(int read) {
        if (octetsPerSecond > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(
                    read * 1_000_000_000L / octetsPerSecond);
        }
    }

    @Override
    public void onRequest(RequestHead head) {
        if (head.hasBody() && head.rangeStart() != expected + 1) {
            heard.add("gap at " + expected + ": " + head.byteRange());
        }
    }

    @Override
    public void onBody(ByteBuf piece) {
        octets = expected + piece.readableBytes();
        expected += piece.readableBytes();
        digest.update(piece.nioBuffer());
    }

    @Override
    public void onRequestEnd(RequestHead head, Continuation flag) {
        if (head.method() == Method.REPORT) {
            heard.add("REPORT " + head.byteRange() + " " + head.statusCode());
            return;
        }
        if (flag == Continuation.ABORTED) {
            aborted = true;
        } else if (head.hasBody() && flag == Continuation.COMPLETE) {
            complete = true;
        } else if (!head.hasBody()) {
            heard.add("empty SEND");
        }
        if (answering) {
            answer(head);
        }
    }

    private void answer(RequestHead head) {
        ByteBuf out = Unpooled.buffer();
        MsrpWriter.writeResponse(out, head, StatusCode.OK);
        byte[] octetsOut = new byte[out.readableBytes()];
        out.readBytes(octetsOut);
        try {
            say(octetsOut);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onResponse(ResponseHead head) {
        heard.add(head.transactionId() + " " + head.statusCode());
    }

    @Override
    public void onMalformed(Malformed malformed) {
        heard.add("malformed " + malformed.fault());
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            reader.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
