package org.carillon.it.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A NAT in front of one port of a server: what comes to that port of {@link #ADDRESS}, over UDP or
 * TCP, goes on to the server from an address that the server does not know, and its answers come
 * back the same way.
 */
public final class Nat implements AutoCloseable {
    /** Another address of this machine. */
    public static final String ADDRESS = "127.0.0.2";

    private static final int LARGEST_DATAGRAM = 65_535;

    private final InetSocketAddress inside;
    private final DatagramSocket datagrams;
    private final ServerSocket listener;
    private final Map<SocketAddress, DatagramSocket> mappings = new ConcurrentHashMap<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    /** On the port of the server. */
    public Nat(InetSocketAddress server) throws IOException {
        inside = server;
        datagrams = new DatagramSocket(outside(server.getPort()));
        listener = new ServerSocket(server.getPort(), 50, outside(0).getAddress());
        inBackground(() -> forward(datagrams, this::toServer));
        inBackground(this::accept);
    }

    /** That port of the address that peers see. */
    public static InetSocketAddress outside(int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(ADDRESS), port);
    }

    /** What peers see of the server. */
    public InetSocketAddress address() {
        return new InetSocketAddress(datagrams.getLocalAddress(), datagrams.getLocalPort());
    }

    private interface Sink {
        void take(DatagramPacket packet) throws IOException;
    }

    private static void forward(DatagramSocket from, Sink sink) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
        while (!from.isClosed()) {
            packet.setLength(LARGEST_DATAGRAM);
            from.receive(packet);
            sink.take(packet);
        }
    }

    private void toServer(DatagramPacket packet) throws IOException {
        DatagramSocket mapping = mappings.computeIfAbsent(packet.getSocketAddress(), this::map);
        packet.setSocketAddress(inside);
        mapping.send(packet);
    }

    private void toPeer(DatagramPacket packet, SocketAddress peer) throws IOException {
        packet.setSocketAddress(peer);
        datagrams.send(packet);
    }

    private DatagramSocket map(SocketAddress peer) {
        try {
            DatagramSocket socket = new DatagramSocket(outside(0));
            inBackground(() -> forward(socket, packet -> toPeer(packet, peer)));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket peer = listener.accept();
            connections.add(peer);
            Socket server = new Socket(inside.getAddress(), inside.getPort());
            connections.add(server);
            inBackground(() -> copy(peer, server));
            inBackground(() -> copy(server, peer));
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException closed) {
                                // By the test or a peer; the other end is told by its own socket.
                            }
                        },
                        "nat");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        datagrams.close();
        listener.close();
        mappings.values().forEach(DatagramSocket::close);
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
