package org.carillon.tool;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks the operating system whether anybody listens at a UDP port. Only a connected socket is told
 * that nobody does (ICMP port unreachable), and the SIP stack's is not connected.
 */
final class PortProbe implements Runnable {
    /** What clients send to keep a NAT's binding; every server drops it. */
    private static final byte[] NOTHING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress target;
    private final Duration patience;
    private final Runnable nobody;

    /**
     * @param nobody told on the thread that runs this, if nobody listens
     */
    PortProbe(InetSocketAddress target, Duration patience, Runnable nobody) {
        this.target = target;
        this.patience = patience;
        this.nobody = nobody;
    }

    /** Blocks as long as nothing is known, at most the patience. */
    @Override
    public void run() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(target);
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.send(new DatagramPacket(NOTHING, NOTHING.length));
            socket.receive(new DatagramPacket(new byte[1], 1));
        } catch (PortUnreachableException e) {
            nobody.run();
        } catch (IOException e) {
            System.getLogger(PortProbe.class.getName())
                    .log(System.Logger.Level.DEBUG, "event=nothing-known");
        }
    }
}
