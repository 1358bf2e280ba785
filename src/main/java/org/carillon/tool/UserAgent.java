package org.carillon.tool;

import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.MessageFactoryImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.PeerUnavailableException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * A SIP user agent with one listening point: registers, invites and is invited.
 *
 * <p>It prints and logs nothing and blocks only in {@link #open} and {@link #close}; every other
 * method may be called from any thread. The listener given to {@link #onInvite} runs on the stack's
 * one thread and must not wait there. {@link #close} frees the port and ends every thread; it takes
 * about a second, which is the SIP stack's own.
 */
public final class UserAgent implements AutoCloseable {
    private static final int PORT_ATTEMPTS = 20;

    /** An unreachable port is told of at once or never. */
    private static final Duration PROBE = Duration.ofSeconds(1);

    private static final String LARGE_MESSAGES = CpmService.featureTag(CpmService.LARGE_MESSAGE);
    private static final String PAGER = CpmService.featureTag(CpmService.PAGER);

    private final UserAgentOptions options;
    private final QuietSipStack stack;
    private final SipProvider provider;
    private final SipRequestText.Hops hops;
    private final SipResponses responses;
    private final MessageFactory messages = new MessageFactoryImpl();
    private final ScheduledExecutorService timer;
    private final AtomicBoolean probed = new AtomicBoolean();
    private final Map<String, IncomingCall> ringing = new ConcurrentHashMap<>();
    private volatile Consumer<IncomingCall> inviteListener = UserAgent::refuse;
    private volatile Consumer<IncomingMessage> messageListener =
            message -> message.answer(Response.TEMPORARILY_UNAVAILABLE);

    private UserAgent(UserAgentOptions options, QuietSipStack stack, ListeningPoint point)
            throws SipException {
        this.options = options;
        this.stack = stack;
        InetSocketAddress local = new InetSocketAddress(point.getIPAddress(), point.getPort());
        this.hops = new SipRequestText.Hops(local, options.server(), options.transport());
        this.responses = new SipResponses(hops, options.product());
        this.provider = stack.createSipProvider(point);
        this.timer = Executors.newSingleThreadScheduledExecutor(UserAgent::timerThread);
    }

    /**
     * Starts listening at a free port of the address from which the server is reached.
     *
     * @throws IOException if the server cannot be routed to or no port can be had
     */
    public static UserAgent open(UserAgentOptions options) throws IOException {
        try {
            return open(options, new QuietSipStack());
        } catch (PeerUnavailableException e) {
            throw new IllegalStateException("the SIP stack refuses its own properties", e);
        }
    }

    private static UserAgent open(UserAgentOptions options, QuietSipStack stack)
            throws IOException {
        try {
            ListeningPoint point = listen(stack, localAddress(options), options.transport());
            UserAgent userAgent = new UserAgent(options, stack, point);
            userAgent.provider.addSipListener(new UserAgentListener(userAgent));
            return userAgent;
        } catch (IOException e) {
            stack.stop();
            throw e;
        } catch (SipException | java.util.TooManyListenersException e) {
            stack.stop();
            throw new IOException("cannot listen for SIP: " + e.getMessage(), e);
        }
    }

    /** Where we listen. */
    public InetSocketAddress local() {
        return hops.local();
    }

    /** Sets who is told of incoming calls; until then they are refused with 480. */
    public void onInvite(Consumer<IncomingCall> listener) {
        inviteListener = listener;
    }

    /** Sets who is told of incoming MESSAGEs; until then they are refused with 480. */
    void onMessage(Consumer<IncomingMessage> listener) {
        messageListener = listener;
    }

    /** The Contact URI of a user at this agent. */
    String contact(String user) {
        return hops.contact(user);
    }

    /**
     * Registers a device, refreshes its binding or, with zero seconds, removes it.
     *
     * @param services the feature tag of what it takes
     * @param callId the same for every REGISTER of one device (RFC 3261 §10.2)
     * @param cseq greater than in the one before
     */
    CompletableFuture<SipOutcome> register(
            DeviceIdentity device, String services, String callId, long cseq, Duration expires) {
        SipAddress user = device.user();
        String contact =
                "<%s>;+sip.instance=\"<%s>\";%s;expires=%d"
                        .formatted(
                                hops.contact(user.user()),
                                device.instanceUrn(),
                                services,
                                expires.toSeconds());
        String text =
                new SipRequestText("REGISTER", "sip:" + user.domain())
                        .start(user, user, callId, cseq, "REGISTER", hops)
                        .header("Contact", contact)
                        .header("Supported", "gruu")
                        .header("Allow", CpmService.ALLOW)
                        .header("User-Agent", options.product())
                        .end();
        try {
            return send(transaction(text, "")).outcome();
        } catch (SipException e) {
            return CompletableFuture.completedFuture(new SipOutcome.Silent(unreachable(e)));
        }
    }

    /** Sends a Large Message Mode INVITE. */
    public OutgoingCall invite(Invitation invitation) throws SipException {
        ClientTransaction transaction = transaction(inviteText(invitation), invitation.offer());
        Exchange exchange = new Exchange();
        OutgoingCall call = new OutgoingCall(this, transaction, exchange);
        transaction.getDialog().setApplicationData(call);
        send(transaction, exchange);
        return call;
    }

    /**
     * Sends a Pager Mode MESSAGE (RFC 3428).
     *
     * @param cpim its body
     */
    CompletableFuture<SipOutcome> message(
            SipAddress from, SipAddress to, String subject, byte[] cpim) {
        SipRequestText text =
                new SipRequestText("MESSAGE", to.uri())
                        .start(from, to, Tokens.next(), 1, "MESSAGE", hops)
                        .header("Accept-Contact", "*;" + PAGER)
                        .header("P-Asserted-Identity", "<" + from.uri() + ">")
                        .header("P-Asserted-Service", CpmService.PAGER.icsi())
                        .header("Conversation-ID", UUID.randomUUID().toString())
                        .header("Contribution-ID", UUID.randomUUID().toString())
                        .header("User-Agent", options.product());
        if (!subject.isBlank()) {
            text.header("Subject", subject);
        }
        try {
            Request request = messages.createRequest(text.end());
            request.setContent(
                    cpim, new HeaderFactoryImpl().createContentTypeHeader("message", "cpim"));
            return send(provider.getNewClientTransaction(request)).outcome();
        } catch (ParseException e) {
            throw new IllegalStateException("we wrote a request that does not parse", e);
        } catch (SipException e) {
            return CompletableFuture.completedFuture(new SipOutcome.Silent(unreachable(e)));
        }
    }

    /** Ends every thread and frees the port; calls that still live are not told. */
    @Override
    public void close() {
        timer.shutdownNow();
        stack.stop();
    }

    CompletableFuture<SipOutcome> bye(Dialog dialog) {
        try {
            Request bye = dialog.createRequest(Request.BYE);
            ClientTransaction transaction = provider.getNewClientTransaction(bye);
            Exchange exchange = new Exchange();
            attach(transaction, exchange);
            dialog.sendRequest(transaction);
            return exchange.outcome();
        } catch (SipException e) {
            return CompletableFuture.completedFuture(new SipOutcome.Silent(unreachable(e)));
        }
    }

    CompletableFuture<SipOutcome> cancel(ClientTransaction invite) {
        try {
            return send(provider.getNewClientTransaction(invite.createCancel())).outcome();
        } catch (SipException e) {
            return CompletableFuture.completedFuture(new SipOutcome.Silent(unreachable(e)));
        }
    }

    void respond(ServerTransaction transaction, int status, String description)
            throws SipException {
        responses.send(transaction, status, description);
    }

    /** Runs a task later, on a thread of its own that ends with the user agent. */
    ScheduledFuture<?> later(Duration delay, Runnable task) {
        return timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // removing from a map cannot fail
    void onInvite(ServerTransaction transaction, String branch) {
        IncomingCall call = new IncomingCall(this, transaction);
        transaction.getDialog().setApplicationData(call);
        ringing.put(branch, call);
        call.ended().whenComplete((end, none) -> ringing.remove(branch));
        call.confirmed().whenComplete((ack, none) -> ringing.remove(branch));
        inviteListener.accept(call);
    }

    void onMessage(ServerTransaction transaction) {
        messageListener.accept(new IncomingMessage(this, transaction));
    }

    void onCancel(String branch) throws SipException {
        IncomingCall call = ringing.get(branch);
        if (call != null) {
            call.onCancel();
        }
    }

    ServerTransaction serverTransaction(ServerTransaction known, Request request)
            throws SipException {
        return known == null ? provider.getNewServerTransaction(request) : known;
    }

    private String inviteText(Invitation invitation) {
        SipRequestText text =
                new SipRequestText("INVITE", invitation.to().uri())
                        .start(invitation.from(), invitation.to(), Tokens.next(), 1, "INVITE", hops)
                        .header("Contact", contactHeader(invitation.from()))
                        .header("Accept-Contact", "*;" + LARGE_MESSAGES)
                        .header("P-Asserted-Identity", "<" + invitation.from().uri() + ">")
                        .header("P-Asserted-Service", CpmService.LARGE_MESSAGE.icsi())
                        .header("Conversation-ID", invitation.conversationId())
                        .header("Contribution-ID", invitation.contributionId())
                        .header("User-Agent", options.product())
                        .header("Allow", CpmService.ALLOW);
        if (!invitation.subject().isBlank()) {
            text.header("Subject", invitation.subject());
        }
        return text.end();
    }

    private String contactHeader(SipAddress user) {
        return "<" + hops.contact(user.user()) + ">;" + LARGE_MESSAGES;
    }

    private ClientTransaction transaction(String text, String description) throws SipException {
        try {
            Request request = messages.createRequest(text);
            if (!description.isEmpty()) {
                request.setContent(
                        description,
                        new HeaderFactoryImpl().createContentTypeHeader("application", "sdp"));
            }
            return provider.getNewClientTransaction(request);
        } catch (ParseException e) {
            throw new IllegalStateException("we wrote a request that does not parse", e);
        }
    }

    private Exchange send(ClientTransaction transaction) {
        Exchange exchange = new Exchange();
        send(transaction, exchange);
        return exchange;
    }

    private void send(ClientTransaction transaction, Exchange exchange) {
        try {
            attach(transaction, exchange);
            transaction.sendRequest();
        } catch (SipException e) {
            exchange.onSilence(unreachable(e));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // cancelling a deadline cannot fail
    private void attach(ClientTransaction transaction, Exchange exchange) {
        transaction.setApplicationData(exchange);
        ScheduledFuture<?> deadline =
                later(options.firstAnswer(), () -> exchange.onDeadline(nobodyAnswers()));
        exchange.outcome().whenComplete((outcome, none) -> deadline.cancel(false));
        if (options.transport() == Transport.UDP && probed.compareAndSet(false, true)) {
            Runnable nobody = () -> exchange.onDeadline(nobodyListens());
            probe(new PortProbe(options.server(), PROBE, nobody));
        }
    }

    private static void probe(PortProbe probe) {
        Thread thread = new Thread(probe, "carillon-user-agent-probe");
        thread.setDaemon(true);
        thread.start();
    }

    private String nobodyListens() {
        return "nobody listens at %s over udp"
                .formatted(SipRequestText.Hops.hostPort(options.server()));
    }

    private String nobodyAnswers() {
        return "no answer from %s over %s within %d s"
                .formatted(
                        SipRequestText.Hops.hostPort(options.server()),
                        options.transport(),
                        options.firstAnswer().toSeconds());
    }

    private String unreachable(SipException e) {
        return "cannot reach %s over %s (%s)"
                .formatted(
                        SipRequestText.Hops.hostPort(options.server()),
                        options.transport(),
                        e.getMessage());
    }

    /** A connected datagram socket knows which of our addresses leads to the server. */
    private static String localAddress(UserAgentOptions options) throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(options.server());
            return probe.getLocalAddress().getHostAddress();
        }
    }

    /** The stack cannot choose a port itself, and one that was free may be gone a moment later. */
    private static ListeningPoint listen(QuietSipStack stack, String address, Transport transport)
            throws IOException {
        SipException last = new SipException("no attempt made");
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            try {
                return stack.createListeningPoint(
                        address, freePort(address, transport), transport.parameter());
            } catch (SipException e) {
                last = e;
            } catch (InvalidArgumentException e) {
                last = new SipException("port taken", e);
            }
        }
        throw new IOException("no free port at " + address, last);
    }

    private static int freePort(String address, Transport transport) throws IOException {
        InetAddress local = InetAddress.getByName(address);
        if (transport == Transport.UDP) {
            try (DatagramSocket probe = new DatagramSocket(0, local)) {
                return probe.getLocalPort();
            }
        }
        try (ServerSocket probe = new ServerSocket(0, 1, local)) {
            return probe.getLocalPort();
        }
    }

    private static Thread timerThread(Runnable work) {
        Thread thread = new Thread(work, "carillon-user-agent-timer");
        thread.setDaemon(true);
        return thread;
    }

    private static void refuse(IncomingCall call) {
        try {
            call.refuse(Response.TEMPORARILY_UNAVAILABLE);
        } catch (SipException callerGone) {
            System.getLogger(UserAgent.class.getName())
                    .log(System.Logger.Level.DEBUG, "event=refusal-not-sent");
        }
    }
}
