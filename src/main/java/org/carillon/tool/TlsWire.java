package org.carillon.tool;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.carillon.sdp.Fingerprint;

/**
 * TLS of the side that connects and has no certificate of its own: our URI, which nobody but the
 * server was told, says who we are (RFC 4975 §14.1).
 */
record TlsWire(SSLSocket socket) implements Wire {

    /**
     * Shakes hands.
     *
     * @param expected one of these the server's certificate must have; empty: an authority that
     *     Java knows has to vouch for the host
     */
    static TlsWire over(
            Socket connected, String host, List<Fingerprint> expected, Duration patience)
            throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        context(expected)
                                .getSocketFactory()
                                .createSocket(connected, host, connected.getPort(), true);
        if (expected.isEmpty()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
        socket.startHandshake();
        socket.setSoTimeout(0);
        return new TlsWire(socket);
    }

    private static SSLContext context(List<Fingerprint> expected) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] named = {new NamedCertificate(expected)};
            context.init(null, expected.isEmpty() ? null : named, null);
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
