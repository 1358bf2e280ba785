package org.carillon.tool;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.sip.SipException;
import javax.sip.message.Response;
import org.carillon.certificate.SelfSigned;
import org.carillon.msrp.MsrpUri;
import org.carillon.sdp.Setup;

/** One call to a device, from the INVITE to the BYE; runs on a thread of its own. */
final class DeviceCall implements Runnable {
    /** 64·T1: how long a 200 waits for its ACK (RFC 3261 §13.3.1.4). */
    private static final Duration ACK = Duration.ofSeconds(32);

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** What the connection may still bring after a BYE that came before the message's end. */
    private static final Duration AFTER_BYE = Duration.ofSeconds(5);

    private final int number;
    private final IncomingCall call;
    private final DeviceOptions options;
    private final UserAgent userAgent;
    private final Consumer<DeviceEvent> listener;

    DeviceCall(
            int number,
            IncomingCall call,
            DeviceOptions options,
            UserAgent userAgent,
            Consumer<DeviceEvent> listener) {
        this.number = number;
        this.call = call;
        this.options = options;
        this.userAgent = userAgent;
        this.listener = listener;
    }

    @Override
    public void run() {
        listener.accept(new DeviceEvent.Invited(number, call.caller(), call.subject()));
        try {
            hesitate();
            if (options.manners().refuses()) {
                refuse(options.manners().refusal());
            } else {
                answer();
            }
        } catch (SipException | IOException e) {
            listener.accept(new DeviceEvent.Aborted(number, Printable.of("" + e.getMessage())));
            bestEffortHangUp();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        call.ended()
                .thenAccept(end -> listener.accept(new DeviceEvent.Ended(number, end)))
                .isDone();
    }

    private void hesitate() throws SipException, InterruptedException {
        Duration delay = options.manners().delay();
        if (!delay.isZero()) {
            call.ring();
            completed(call.ended(), delay);
        }
    }

    private void refuse(int status) throws SipException {
        call.refuse(status);
        listener.accept(new DeviceEvent.Refused(number, status));
    }

    private void answer() throws SipException, IOException, InterruptedException {
        Optional<MsrpDescription> offer = MsrpDescription.read(call.offer());
        if (offer.isEmpty()) {
            refuse(Response.NOT_ACCEPTABLE_HERE);
        } else if (connects(offer.get().setup())) {
            answerAndConnect(offer.get());
        } else {
            answerAndListen(offer.get());
        }
    }

    /** RFC 6135 §4.2.2; without a word on it the offerer connects (RFC 4975 §5.4). */
    private boolean connects(Setup offered) {
        return offered == Setup.PASSIVE
                || (offered == Setup.ACTPASS && !options.manners().listens());
    }

    private void answerAndConnect(MsrpDescription offer)
            throws SipException, IOException, InterruptedException {
        boolean secure = offer.path().leftmost().secure();
        MsrpUri local = localUri(secure, MsrpDescription.NO_LISTENER);
        if (accept(MsrpDescription.connecting(local))) {
            Pace pace = options.manners().pace().another();
            try (MsrpConnection connection = MsrpConnection.connect(offer, CONNECT, pace)) {
                receive(connection, local, offer, true);
            }
        }
    }

    private void answerAndListen(MsrpDescription offer)
            throws SipException, IOException, InterruptedException {
        try (ServerSocketChannel door = ServerSocketChannel.open()) {
            door.bind(new InetSocketAddress(userAgent.local().getAddress(), 0));
            boolean secure = offer.path().leftmost().secure();
            MsrpUri local = localUri(secure, door.socket().getLocalPort());
            Optional<SelfSigned> ours = secure ? Optional.of(newCertificate()) : Optional.empty();
            if (accept(MsrpDescription.listening(local, ours))) {
                Pace pace = options.manners().pace().another();
                try (MsrpConnection connection =
                        MsrpConnection.accept(door, ours, offer.fingerprints(), CONNECT, pace)) {
                    receive(connection, local, offer, false);
                }
            }
        }
    }

    /** For this call alone. */
    private SelfSigned newCertificate() {
        return SelfSigned.make(options.identity().name(), Instant.now(), new SecureRandom());
    }

    /** Sends the 200 and waits for its ACK. */
    private boolean accept(String answer) throws SipException, IOException, InterruptedException {
        if (!call.accept(answer)) {
            return false;
        }
        listener.accept(new DeviceEvent.Answered(number));
        if (!completed(call.confirmed(), ACK)) {
            throw new IOException("no ACK for our 200 within " + ACK.toSeconds() + " s");
        }
        return true;
    }

    private void receive(
            MsrpConnection connection, MsrpUri local, MsrpDescription offer, boolean bind)
            throws IOException {
        try (SavingSink sink = new SavingSink(number, options.save(), listener)) {
            MsrpReceiver receiver = new MsrpReceiver(connection, local, offer.path(), sink);
            closeAfter(AFTER_BYE, connection);
            if (bind) {
                receiver.bind();
            }
            ReceiveOutcome outcome = receiver.run();
            if (outcome instanceof ReceiveOutcome.Aborted aborted) {
                throw new IOException(aborted.why());
            }
            closeAfter(Duration.ZERO, connection);
            receiver.linger();
        }
    }

    /** Ends the connection so long after the call: nothing that counts comes any more. */
    @SuppressWarnings("FutureReturnValueIgnored") // closing what is closed does nothing
    private void closeAfter(Duration grace, MsrpConnection connection) {
        call.ended().thenRun(() -> userAgent.later(grace, () -> close(connection)));
    }

    private static void close(MsrpConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            System.getLogger(DeviceCall.class.getName())
                    .log(System.Logger.Level.DEBUG, "event=close-failed", e);
        }
    }

    private void bestEffortHangUp() {
        call.hangUp().isDone();
    }

    private MsrpUri localUri(boolean secure, int port) {
        InetSocketAddress here = userAgent.local();
        String literal = SipRequestText.Hops.hostPort(here);
        String host = literal.substring(0, literal.lastIndexOf(':'));
        return MsrpUri.tcp(secure, host, port, Tokens.next());
    }

    private static boolean completed(CompletableFuture<?> future, Duration patience)
            throws InterruptedException {
        try {
            future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes this with a failure", e);
        }
    }
}
