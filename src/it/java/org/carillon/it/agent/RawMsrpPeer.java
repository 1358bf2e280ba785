package org.carillon.it.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One MSRP endpoint of a test: a URI, at most one connection, and no manners but those that the
 * test gives it. What it writes is text and may be wrong in any way; what it reads waits until the
 * test takes it.
 */
public final class RawMsrpPeer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 40;
    private static final int LITTLE = 4096;

    /** What a peer does with the requests that come in. */
    public enum Manners {
        /** Answers every SEND with 200. */
        POLITE,
        /** Reads and says nothing. */
        SILENT,
        /** Does not even read. */
        STALLED
    }

    private final String name;
    private final Optional<SSLContext> tls;
    private final ServerSocket listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<MsrpFrame> waiting = new ArrayList<>();
    private final List<MsrpFrame> history = new ArrayList<>();
    private Optional<Socket> connection = Optional.empty();
    private Optional<String> end = Optional.empty();
    private volatile Manners manners = Manners.POLITE;

    public RawMsrpPeer(String name) {
        this(name, Optional.empty());
    }

    /** One that speaks TLS, if there is a context for it. */
    public RawMsrpPeer(String name, Optional<SSLContext> tls) {
        this.name = name;
        this.tls = tls;
        try {
            listener = new ServerSocket();
            listener.setReceiveBufferSize(LITTLE);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawMsrpPeer behaving(Manners itsManners) {
        manners = itsManners;
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Where it can be reached. */
    public String uri() {
        return (tls.isPresent() ? "msrps" : "msrp")
                + "://127.0.0.1:"
                + port()
                + "/"
                + name
                + "Path;tcp";
    }

    /** Opens the connection: the active side. */
    public RawMsrpPeer connect(int toPort) {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), toPort));
    }

    /** Opens the connection to where an MSRP URI says. */
    public RawMsrpPeer connect(String msrpUri) {
        URI uri = URI.create(msrpUri.split(";", 2)[0]);
        return connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    }

    private RawMsrpPeer connect(InetSocketAddress to) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(LITTLE);
            socket.connect(to);
            open(protect(socket, true));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the connection: the passive side. */
    public RawMsrpPeer accept() {
        try {
            listener.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            open(protect(listener.accept(), false));
            return this;
        } catch (IOException e) {
            throw new AssertionError(name + " waits for a connection", e);
        }
    }

    private Socket protect(Socket plain, boolean client) throws IOException {
        if (tls.isEmpty()) {
            return plain;
        }
        SSLSocket socket =
                (SSLSocket)
                        tls.get()
                                .getSocketFactory()
                                .createSocket(plain, "127.0.0.1", plain.getPort(), true);
        socket.setUseClientMode(client);
        socket.setWantClientAuth(true);
        return socket;
    }

    private void open(Socket socket) {
        connection = Optional.of(socket);
        if (manners != Manners.STALLED) {
            Thread reader = new Thread(() -> read(socket), "msrp-" + name);
            reader.setDaemon(true);
            reader.start();
        }
    }

    private void read(Socket socket) {
        String why = "closed";
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Optional<MsrpFrame> next = MsrpFrame.read(in);
                    next.isPresent();
                    next = MsrpFrame.read(in)) {
                take(next.get());
            }
        } catch (IOException e) {
            why = "reset: " + e.getMessage();
        }
        ended(why);
    }

    private void take(MsrpFrame frame) {
        if (manners == Manners.POLITE && frame.is("SEND")) {
            respond(frame, "200 OK");
        }
        lock.lock();
        try {
            waiting.add(frame);
            history.add(frame);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void ended(String why) {
        lock.lock();
        try {
            end = Optional.of(why);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Writes these octets as they are. */
    public RawMsrpPeer say(String text) {
        try {
            connection.orElseThrow().getOutputStream().write(text.getBytes(ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** Answers a request, such as {@code 413 Stop}. */
    public RawMsrpPeer respond(MsrpFrame request, String status) {
        String previousHop = request.header("From-Path").split(" ", 2)[0];
        return say(
                "MSRP %s %s\r\nTo-Path: %s\r\nFrom-Path: %s\r\n-------%s$\r\n"
                        .formatted(request.id(), status, previousHop, uri(), request.id()));
    }

    /** Waits for a frame of that kind and takes it; what came before it goes on waiting. */
    public MsrpFrame expect(String what, Predicate<MsrpFrame> wanted) {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (true) {
                Optional<MsrpFrame> found = waiting.stream().filter(wanted).findFirst();
                if (found.isPresent()) {
                    waiting.remove(found.get());
                    return found.get();
                }
                if (left <= 0 || end.isPresent()) {
                    throw new AssertionError(name + " expects " + what + "; got " + summary());
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(what, e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the response to this transaction. */
    public MsrpFrame expectResponse(String id, int status) {
        MsrpFrame response =
                expect("response to " + id, frame -> frame.isResponse() && frame.id().equals(id));
        if (!response.is(Integer.toString(status))) {
            throw new AssertionError(name + " expects " + status + "; got " + response);
        }
        return response;
    }

    /** Waits for the next SEND that has octets of the message or ends it. */
    public MsrpFrame expectChunk() {
        return expect("a chunk", RawMsrpPeer::isContent);
    }

    /** Waits for the SENDs of a whole message, which must come in order; returns its octets. */
    public String expectMessage() {
        StringBuilder message = new StringBuilder();
        MsrpFrame chunk;
        do {
            chunk = expectChunk();
            if (chunk.rangeStart() != message.length() + 1) {
                throw new AssertionError(
                        name + " has " + message.length() + " octets; got " + chunk.lines());
            }
            message.append(chunk.body());
        } while (chunk.flag() == '+');
        if (chunk.flag() == '#') {
            throw new AssertionError(name + " expects a whole message; it was aborted");
        }
        return message.toString();
    }

    /** Waits for the end of a message that will never be whole. */
    public MsrpFrame expectAbort() {
        return expect("an abort", frame -> frame.is("SEND") && frame.flag() == '#');
    }

    /** Waits until the other side has closed the connection. */
    public RawMsrpPeer expectClosed() {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (end.isEmpty()) {
                if (left <= 0) {
                    throw new AssertionError(name + " expects the end; got " + summary());
                }
                left = changed.awaitNanos(left);
            }
            return this;
        } catch (InterruptedException e) {
            throw new IllegalStateException(name, e);
        } finally {
            lock.unlock();
        }
    }

    /** Loses the connection; another one may follow. */
    public RawMsrpPeer hangUp() {
        try {
            connection.orElseThrow().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        expectClosed();
        lock.lock();
        try {
            end = Optional.empty();
        } finally {
            lock.unlock();
        }
        return this;
    }

    /** Everything of that kind that has come so far, taken or not. */
    public List<MsrpFrame> seen(Predicate<MsrpFrame> kind) {
        lock.lock();
        try {
            return history.stream().filter(kind).toList();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isContent(MsrpFrame frame) {
        return frame.is("SEND") && !frame.header("Content-Type").isEmpty();
    }

    private String summary() {
        return history.stream().map(f -> f.start() + f.lines() + f.flag()).toList() + " " + end;
    }

    @Override
    public void close() {
        try {
            listener.close();
            if (connection.isPresent()) {
                connection.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
