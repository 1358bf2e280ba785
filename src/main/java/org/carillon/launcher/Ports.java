package org.carillon.launcher;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at ports before anything is started, so that a taken one is said in one line. */
final class Ports {
    private static final int ATTEMPTS = 50;

    private Ports() {}

    /** Why nobody can listen there, or empty when one can; port 0 always passes. */
    static Optional<String> tcpProblem(String what, String host, int port) {
        return problem(what + " over TCP", host, port, Ports::bindTcp);
    }

    private static Optional<String> udpProblem(String what, String host, int port) {
        return problem(what + " over UDP", host, port, Ports::bindUdp);
    }

    /** Why SIP, which needs one port for UDP and TCP, or HTTP cannot listen. */
    static List<String> containerProblems(String host, int sipPort, int httpPort) {
        return Stream.of(
                        udpProblem("SIP", host, sipPort),
                        tcpProblem("SIP", host, sipPort),
                        tcpProblem("HTTP", ContainerOptions.HTTP_HOST, httpPort))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A port that is free for both UDP and TCP at this moment. */
    static int freeForBoth(String host) throws IOException {
        IOException last = new IOException("no free port on " + host);
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                return bindBoth(host);
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw last;
    }

    private static int bindBoth(String host) throws IOException {
        try (DatagramSocket udp = new DatagramSocket(new InetSocketAddress(host, 0))) {
            bindTcp(udp.getLocalAddress(), udp.getLocalPort());
            return udp.getLocalPort();
        }
    }

    private static Optional<String> problem(String what, String host, int port, Bind bind) {
        try {
            bind.to(InetAddress.getByName(host), port);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "%s cannot listen on %s:%d: %s".formatted(what, host, port, e.getMessage()));
        }
    }

    private static void bindTcp(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
        }
    }

    private static void bindUdp(InetAddress address, int port) throws IOException {
        new DatagramSocket(new InetSocketAddress(address, port)).close();
    }

    /** Binds and lets go again. */
    private interface Bind {
        void to(InetAddress address, int port) throws IOException;
    }
}
