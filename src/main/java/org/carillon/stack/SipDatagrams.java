package org.carillon.stack;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The UDP socket of the stack, which gets to see whole SIP messages only: what is malformed is
 * answered here, and what is no message at all is dropped.
 *
 * <p>Received from by one thread, sent to by any.
 */
final class SipDatagrams extends DatagramSocket {
    private static final System.Logger LOG = System.getLogger(SipDatagrams.class.getName());
    private static final MessageFault TOO_SHORT =
            new MessageFault(400, "Content-Length Beyond the End of the Datagram");

    SipDatagrams(int port, InetAddress address) throws SocketException {
        super(port, address);
    }

    /**
     * The stack queues the packet with the largest buffer there can be, however little it holds; it
     * leaves here with its own octets.
     */
    @Override
    public void receive(DatagramPacket packet) throws IOException {
        byte[] buffer = packet.getData();
        byte[] octets;
        do {
            packet.setData(buffer);
            super.receive(packet);
            octets = Arrays.copyOf(buffer, packet.getLength());
        } while (!isGood(octets, (InetSocketAddress) packet.getSocketAddress()));
        packet.setData(octets);
    }

    private boolean isGood(byte[] octets, InetSocketAddress source) {
        SipHead head = SipHead.of(octets);
        if (head.startLine().isEmpty()) {
            return false; // a keep-alive of some NAT
        }
        Optional<MessageFault> fault =
                HeadCheck.firstFault(head).or(() -> lengthFault(head, octets));
        fault.ifPresent(found -> refuse(head, found, source));
        return fault.isEmpty();
    }

    /** RFC 3261 section 18.3: a body that ends early is an error, octets behind it are not. */
    private static Optional<MessageFault> lengthFault(SipHead head, byte[] octets) {
        OptionalInt length = SipFraming.contentLength(head);
        if (length.isEmpty()) {
            return Optional.of(MessageFault.CONTENT_LENGTH);
        }
        return length.getAsInt() > octets.length - SipHead.end(octets)
                ? Optional.of(TOO_SHORT)
                : Optional.empty();
    }

    private void refuse(SipHead head, MessageFault fault, InetSocketAddress source) {
        MalformedLog.tell(source.getAddress().getHostAddress(), head, fault);
        BadMessageAnswer.to(head, fault).ifPresent(answer -> send(answer, source));
    }

    private void send(BadMessageAnswer answer, InetSocketAddress source) {
        byte[] octets = answer.octets(source);
        try {
            send(new DatagramPacket(octets, octets.length, answer.destination(source)));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "event=malformed-not-answered why={0}", e.getMessage());
        }
    }
}
