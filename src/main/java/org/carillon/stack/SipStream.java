package org.carillon.stack;

import gov.nist.javax.sip.ThreadAffinityTask;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * The stack's channel for one TCP connection, with the octets that come in cut into messages by
 * {@link SipFraming}.
 *
 * <p>The stack's own way takes a Content-Length at its word and allocates as much before any limit
 * is looked at: one head announcing 2 GiB ends the JVM. It also overlooks the short form {@code l},
 * a space before the colon, folding, and a missing field after a message that had one; it takes the
 * end of a connection for the end of a message; it leaves a malformed request without an answer;
 * and it waits for the rest of a message for two hours.
 *
 * <p>States are those of the framing. Reading is the selector thread's; parsing and processing run
 * on the stack's threads, in order for each Call-ID.
 */
final class SipStream extends NioTcpMessageChannel {
    private static final System.Logger LOG = System.getLogger(SipStream.class.getName());

    /** For the last answer on a broken stream to be read. */
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private static final LongAdder UNFINISHED = new LongAdder();

    private final SipConnections owner;
    private final SipLimits limits;
    private volatile Reading reading;

    /** A connection that a peer has opened. */
    SipStream(SipConnections owner, SocketChannel socket, SipLimits limits) throws IOException {
        super(owner, socket);
        this.messageProcessor = owner;
        this.owner = owner;
        this.limits = limits;
    }

    /** A connection that we open, or one to the same place that there is already. */
    SipStream(
            InetAddress host,
            int port,
            SIPTransactionStack stack,
            SipConnections owner,
            SipLimits limits)
            throws IOException {
        super(host, port, stack, owner);
        this.isCached = true;
        this.owner = owner;
        this.limits = limits;
    }

    /** Whether what is to go there can be written to this connection, or will be once it stands. */
    boolean isOpenTo(InetAddress host, int port) {
        SocketChannel socket = getSocketChannel();
        return socket != null && socket.isOpen() && host.equals(peerAddress) && port == peerPort;
    }

    /** Ends a connection that is one too many; the stack sees it end and puts it away. */
    void turnAway() throws IOException {
        getSocketChannel().shutdownInput();
    }

    /**
     * @throws IOException to make the stack close the connection
     */
    @Override
    protected void addBytes(byte[] octets) throws IOException {
        if (reading == null) {
            // Not in the constructor: the stack's shows this channel to the selector before ours
            // has run.
            reading = new Reading();
        }
        reading.add(octets);
    }

    @Override
    protected void close(boolean removeSocket, boolean stopKeepAliveTask) {
        if (reading != null) {
            reading.rest.lift();
        }
        super.close(removeSocket, stopKeepAliveTask);
    }

    /** Called by the stack's own framing, which sees nothing but the end of the connection. */
    @Override
    public void sendSingleCLRF() {}

    private void answerKeepAlive() {
        try {
            super.sendSingleCLRF();
        } catch (Exception e) {
            LOG.log(Level.DEBUG, "event=keep-alive-not-answered why={0}", e.getMessage());
        }
    }

    private void refuse(SipHead head, MessageFault fault) {
        MalformedLog.tell(getPeerAddress(), head, fault);
        answer(head, fault);
    }

    private void answer(SipHead head, MessageFault fault) {
        BadMessageAnswer.to(head, fault).map(BadMessageAnswer::octets).ifPresent(this::send);
    }

    private void send(byte[] octets) {
        try {
            sendMessage(octets, false);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "event=malformed-not-answered why={0}", e.getMessage());
        }
    }

    /** What has come in and is not a message yet; the selector thread's. */
    private final class Reading implements SipFraming.Sink {
        private final int limit = sipStack.getMaxMessageSize();
        private final SipFraming framing = new SipFraming(limit, this);
        private final MessageParser parser =
                sipStack.getMessageParserFactory().createMessageParser(sipStack);
        private final Deadline rest =
                new Deadline(sipStack.getTimer(), limits.messageTime(), this::giveUp);
        private int ignored;

        void add(byte[] octets) throws IOException {
            if (framing.isBroken()) {
                ignore(octets.length);
                return;
            }
            long begun = framing.begun();
            framing.add(octets);
            if (!framing.isInMessage()) {
                rest.lift();
            } else if (framing.begun() != begun) {
                rest.set();
            }
        }

        private void ignore(int octets) throws IOException {
            ignored += octets;
            if (ignored > limit) {
                throw new IOException("a broken SIP stream goes on");
            }
        }

        private void giveUp() {
            UNFINISHED.increment();
            LOG.log(
                    Level.WARNING,
                    "event=sip-message-unfinished peer={0} after={1} unfinished={2}",
                    getPeerAddress(),
                    limits.messageTime(),
                    UNFINISHED.toString());
            close();
        }

        @Override
        public void message(SipHead head, byte[] octets, byte[] body) {
            if (owner.mayWait()) {
                Message message = new Message(parser, head, octets, body);
                sipStack.getSelfRoutingThreadpoolExecutor().execute(message);
            } else {
                answer(head, MessageFault.OVERLOAD);
            }
        }

        @Override
        public void keepAlive() {
            answerKeepAlive();
        }

        @Override
        public void broken(SipHead head, MessageFault fault) {
            refuse(head, fault);
            new Deadline(sipStack.getTimer(), FAREWELL, SipStream.this::close).set();
        }
    }

    /** Parsed and processed on the thread that its Call-ID belongs to. */
    private final class Message implements ThreadAffinityTask {
        private final MessageParser parser;
        private final SipHead head;
        private final byte[] octets;
        private final byte[] body;

        Message(MessageParser parser, SipHead head, byte[] octets, byte[] body) {
            this.parser = parser;
            this.head = head;
            this.octets = octets;
            this.body = body;
        }

        @Override
        public Object getThreadHash() {
            return head.first("call-id").orElse("");
        }

        @Override
        public void run() {
            owner.taken();
            HeadCheck.firstFault(head).ifPresentOrElse(fault -> refuse(head, fault), this::process);
        }

        private void process() {
            try {
                SIPMessage message = parser.parseSIPMessage(octets, false, false, null);
                if (body.length > 0) {
                    message.setMessageContent(body);
                }
                processMessage(message);
            } catch (ParseException e) {
                refuse(head, MessageFault.UNREADABLE);
            } catch (Exception e) {
                LOG.log(Level.DEBUG, "event=sip-message-dropped why={0}", e.getMessage());
            }
        }
    }
}
