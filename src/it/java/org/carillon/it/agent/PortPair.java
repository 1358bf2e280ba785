package org.carillon.it.agent;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;

/** One port of the loopback interface, bound for TCP and UDP, as SIP wants it. */
public record PortPair(ServerSocket tcp, DatagramSocket udp) implements AutoCloseable {
    private static final int ATTEMPTS = 50;

    /** The system picks the port for TCP; somebody else may have it for UDP. */
    static PortPair open() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int left = ATTEMPTS; ; left--) {
            ServerSocket tcp = new ServerSocket(0, 50, loopback);
            try {
                return new PortPair(tcp, new DatagramSocket(tcp.getLocalPort(), loopback));
            } catch (BindException taken) {
                tcp.close();
                if (left == 1) {
                    throw taken;
                }
            }
        }
    }

    /** A port that is free for both at this moment. */
    public static int free() throws IOException {
        try (PortPair pair = open()) {
            return pair.tcp.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
