package org.carillon.stack;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.stack.DatagramQueuedMessageDispatch;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.UDPMessageChannel;
import gov.nist.javax.sip.stack.UDPMessageProcessor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The stack's UDP. The stack gets to see whole SIP messages only: what is malformed is answered
 * here, and what is no message at all is dropped. The original lets everything wait that comes, in
 * the largest buffer there can be for each; here only so many wait, each in its own octets. One too
 * many is dropped: over UDP, that is for its sender to notice.
 *
 * <p>One thread receives; the stack's threads take what waits. Sent is by any.
 */
final class SipDatagrams extends UDPMessageProcessor {
    private static final System.Logger LOG = System.getLogger(SipDatagrams.class.getName());
    private static final MessageFault TOO_SHORT =
            new MessageFault(400, "Content-Length Beyond the End of the Datagram");

    private final SipLimits limits;
    private final WaitingLimit waiting;

    SipDatagrams(InetAddress address, SIPTransactionStack stack, int port) throws IOException {
        super(address, stack, port);
        limits = SipLimits.of(((SipStackImpl) stack).getConfigurationProperties());
        waiting = new WaitingLimit("udp", limits.messagesWaiting());
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws UnknownHostException {
        return new Channel(this, target.getInetAddress(), target.getPort());
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress host, int port) {
        return new Channel(this, host, port);
    }

    /** Sends from the port that we listen on; the stack does so for a processor of its own only. */
    private static final class Channel extends UDPMessageChannel {
        /** A thread that takes what waits; it starts by itself. */
        Channel(SipDatagrams owner, String name) {
            super(owner.sipStack, owner, name);
        }

        /** To one peer. */
        Channel(SipDatagrams owner, InetAddress host, int port) {
            super(host, port, owner.sipStack, owner);
        }

        @Override
        protected void sendMessage(byte[] octets, InetAddress host, int port, boolean again)
                throws IOException {
            send(octets, host, port);
        }

        @Override
        protected void sendMessage(
                byte[] octets, InetAddress host, int port, String transport, boolean again)
                throws IOException {
            send(octets, host, port);
        }

        private void send(byte[] octets, InetAddress host, int port) throws IOException {
            if (port < 0) {
                throw new IOException("no port to send to");
            }
            // Not a field of ours: the thread may run before this constructor ends.
            SipDatagrams owner = (SipDatagrams) messageProcessor;
            owner.sock.send(new DatagramPacket(octets, octets.length, host, port));
        }
    }

    @Override
    public void run() {
        messageChannels = readers();
        byte[] buffer = new byte[limits.messageOctets() + 1];
        boolean works = true;
        while (isRunning) {
            works = receive(new DatagramPacket(buffer, buffer.length), works);
        }
    }

    @SuppressWarnings({"JdkObsolete", "NonApiType"}) // the type of the stack's field
    private LinkedList<Channel> readers() {
        String name = ((SipStackImpl) sipStack).getStackName() + "-UDPMessageChannelThread-";
        return IntStream.range(0, SipStackSettings.threads(sipStack))
                .mapToObj(number -> new Channel(this, name + number))
                .collect(Collectors.toCollection(LinkedList::new));
    }

    /**
     * Complains about the first failure in a row only; a socket that is closed has none. No
     * datagram ends the thread, whatever mistake of ours it finds: nobody else receives.
     */
    private boolean receive(DatagramPacket packet, boolean worked) {
        try {
            sock.receive(packet);
            byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
            if (isGood(octets, (InetSocketAddress) packet.getSocketAddress())) {
                queue(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
            }
            return true;
        } catch (IOException | RuntimeException e) {
            if (isRunning && worked) {
                LOG.log(Level.ERROR, "event=sip-udp-failed", e);
            }
            return false;
        }
    }

    private void queue(DatagramPacket packet) {
        if (waiting.admits(messageQueue.size())) {
            messageQueue.add(new DatagramQueuedMessageDispatch(packet, System.currentTimeMillis()));
        }
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
    private Optional<MessageFault> lengthFault(SipHead head, byte[] octets) {
        if (octets.length > limits.messageOctets()) {
            return Optional.of(MessageFault.TOO_LARGE);
        }
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
            sock.send(new DatagramPacket(octets, octets.length, answer.destination(source)));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "event=malformed-not-answered why={0}", e.getMessage());
        }
    }
}
