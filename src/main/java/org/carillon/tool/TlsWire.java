package org.carillon.tool;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.carillon.certificate.SelfSigned;
import org.carillon.sdp.Fingerprint;

/**
 * TLS of either side. The one that connects has no certificate of its own: our URI, which nobody
 * but the server was told, says who we are (RFC 4975 §14.1).
 */
record TlsWire(SSLSocket socket) implements Wire {

    /**
     * Shakes hands with a server.
     *
     * @param expected one of these the server's certificate must have; empty: an authority that
     *     Java knows has to vouch for the host
     */
    static TlsWire over(
            Socket connected, String host, List<Fingerprint> expected, Duration patience)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context(new KeyManager[0], expected)
                                .getSocketFactory()
                                .createSocket(connected, host, connected.getPort(), true);
        if (expected.isEmpty()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        return shakeHands(socket, patience);
    }

    /**
     * Shakes hands with a client.
     *
     * @param expected one of these the client's certificate must have; empty: it may have none
     */
    static TlsWire accepted(
            Socket connected, SelfSigned ours, List<Fingerprint> expected, Duration patience)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context(ours.keyManagers(), expected)
                                .getSocketFactory()
                                .createSocket(connected, InputStream.nullInputStream(), true);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(!expected.isEmpty());
        return shakeHands(socket, patience);
    }

    private static TlsWire shakeHands(SSLSocket socket, Duration patience) throws IOException {
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
        socket.startHandshake();
        socket.setSoTimeout(0);
        return new TlsWire(socket);
    }

    private static SSLContext context(KeyManager[] ours, List<Fingerprint> expected) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] named = {new NamedCertificate(expected)};
            context.init(ours, expected.isEmpty() ? null : named, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    @Override
    public int read(ByteBuf into, int most) throws IOException {
        try {
            return into.writeBytes(socket.getInputStream(), most);
        } catch (SocketException e) {
            if (socket.isClosed()) {
                throw new ClosedChannelException();
            }
            throw e;
        }
    }

    @Override
    public void write(ByteBuf from) throws IOException {
        from.readBytes(socket.getOutputStream(), from.readableBytes());
    }

    @Override
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
