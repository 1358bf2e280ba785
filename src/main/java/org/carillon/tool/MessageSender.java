package org.carillon.tool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import javax.sip.SipException;
import org.carillon.cpim.CpimAddress;
import org.carillon.cpim.CpimBuilder;
import org.carillon.msrp.MsrpUri;

/**
 * Sends one large message: INVITE, ACK, one MSRP message, BYE. Holds nothing between two messages,
 * so one may send many, also at the same time.
 */
public final class MessageSender {
    /** Beyond this a call that rings is given up: Timer C of the proxies (RFC 3261 §16.6). */
    private static final Duration RINGING = Duration.ofMinutes(3);

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration BYE = Duration.ofSeconds(5);

    /** A REPORT and the BYE behind it travel apart; the REPORT says more. */
    private static final Duration REPORT_AFTER_BYE = Duration.ofSeconds(1);

    private final UserAgent userAgent;
    private final Settings settings;
    private final InstantSource clock;

    /**
     * How to send.
     *
     * @param chunkBytes of one MSRP SEND
     * @param confirm whether to wait for a device's success REPORT
     * @param tls whether MSRP runs over TLS
     * @param patience without any MSRP response; RFC 4975 §7.1.4 says 30 seconds
     */
    public record Settings(int chunkBytes, boolean confirm, boolean tls, Duration patience) {
        /** 64 KiB chunks, no confirmation beyond the server. */
        public static final Settings DEFAULT =
                new Settings(64 * 1024, false, false, Duration.ofSeconds(30));

        /** Refuses a chunk of nothing. */
        public Settings {
            if (chunkBytes < 1) {
                throw new IllegalArgumentException(
                        "a chunk has at least 1 byte, got " + chunkBytes);
            }
        }
    }

    /** Uses the agent, and leaves it open. */
    public MessageSender(UserAgent userAgent, Settings settings, InstantSource clock) {
        this.userAgent = userAgent;
        this.settings = settings;
        this.clock = clock;
    }

    /** What a person wants to see of it; called on the sending thread. */
    public interface Watcher {
        /** Where no person looks. */
        Watcher NOBODY =
                new Watcher() {
                    @Override
                    public void answered(String line) {}

                    @Override
                    public void sent(long bytes) {}
                };

        /** The far side's answer to the INVITE, in a line. */
        void answered(String line);

        /** So much of the content was written. */
        void sent(long bytes);
    }

    /**
     * Sends a message and waits until it is delivered to the server or has failed.
     *
     * @param subject empty for none
     */
    public SendOutcome send(
            SipAddress from, SipAddress to, String subject, LargeMessage message, Watcher watcher)
            throws InterruptedException {
        MsrpUri local = localUri();
        Invitation invitation =
                new Invitation(
                        from,
                        to,
                        subject,
                        UUID.randomUUID().toString(),
                        UUID.randomUUID().toString(),
                        MsrpDescription.offer(local, message.contentType()));
        try {
            OutgoingCall call = userAgent.invite(invitation);
            SipOutcome answer = await(call.outcome(), RINGING);
            watcher.answered(answer.describe());
            return conclude(call, answer, local, new Outgoing(invitation, message), watcher);
        } catch (SipException e) {
            return new SendOutcome.Failed("the invitation could not be sent: " + e.getMessage());
        }
    }

    private record Outgoing(Invitation invitation, LargeMessage message) {}

    private SendOutcome conclude(
            OutgoingCall call, SipOutcome answer, MsrpUri local, Outgoing outgoing, Watcher watcher)
            throws InterruptedException, SipException {
        if (answer instanceof SipOutcome.Answered answered) {
            return answered.success()
                    ? converse(call, answered, local, outgoing, watcher)
                    : new SendOutcome.Refused(answered.status(), answered.describe());
        }
        if (call.isRinging()) { // nobody has to give up what nobody has begun (RFC 3261 §9.1)
            await(call.hangUp(), BYE);
        }
        return new SendOutcome.Failed(answer.describe());
    }

    private SendOutcome converse(
            OutgoingCall call,
            SipOutcome.Answered answer,
            MsrpUri local,
            Outgoing outgoing,
            Watcher watcher)
            throws InterruptedException, SipException {
        call.acknowledge();
        Optional<MsrpDescription> peer = MsrpDescription.read(answer.body());
        SendOutcome outcome =
                peer.isPresent()
                        ? transfer(call, local, peer.get(), outgoing, watcher)
                        : new SendOutcome.Failed("the 200 has no MSRP line that we can use");
        await(call.hangUp(), BYE);
        return outcome;
    }

    private SendOutcome transfer(
            OutgoingCall call,
            MsrpUri local,
            MsrpDescription peer,
            Outgoing outgoing,
            Watcher watcher) {
        try (MsrpConnection connection = MsrpConnection.connect(peer, CONNECT, Pace.unlimited());
                MsrpSender sender =
                        new MsrpSender(connection, local, peer.path(), settings.patience())) {
            failWhenTheFarSideLeaves(call, sender);
            return transfer(sender, outgoing, watcher::sent);
        } catch (IOException e) {
            return new SendOutcome.Failed(
                    "no MSRP connection to " + peer.path().leftmost() + ": " + e.getMessage());
        }
    }

    private SendOutcome transfer(MsrpSender sender, Outgoing outgoing, LongConsumer progress) {
        LargeMessage message = outgoing.message();
        byte[] head = head(outgoing);
        return sender.send(
                new SequenceInputStream(new ByteArrayInputStream(head), message.content()),
                message.bytes() == LargeMessage.UNKNOWN ? -1 : head.length + message.bytes(),
                settings.chunkBytes(),
                settings.confirm(),
                octets -> progress.accept(Math.max(0, octets - head.length)));
    }

    /** What stands before the content: CPIM, the wish for notifications (RFC 5438 §6), MIME. */
    private byte[] head(Outgoing outgoing) {
        CpimBuilder builder =
                new CpimBuilder()
                        .from(new CpimAddress("", outgoing.invitation().from().uri()))
                        .to(new CpimAddress("", outgoing.invitation().to().uri()))
                        .dateTime(clock.instant().toString())
                        .imdn()
                        .messageId(Tokens.next())
                        .dispositionNotification("positive-delivery", "negative-delivery")
                        .contentType(outgoing.message().contentType());
        String name = outgoing.message().name();
        return (name.isEmpty() ? builder : builder.attachment(name)).head();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failing what has ended does nothing
    private void failWhenTheFarSideLeaves(OutgoingCall call, MsrpSender sender) {
        call.ended()
                .thenRun(
                        () ->
                                userAgent.later(
                                        REPORT_AFTER_BYE,
                                        () -> sender.fail("the far side hung up")));
    }

    private MsrpUri localUri() {
        String literal = SipRequestText.Hops.hostPort(userAgent.local());
        String host = literal.substring(0, literal.lastIndexOf(':'));
        return MsrpUri.tcp(settings.tls(), host, MsrpDescription.NO_LISTENER, Tokens.next());
    }

    private static SipOutcome await(CompletableFuture<SipOutcome> outcome, Duration patience)
            throws InterruptedException {
        try {
            return outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new SipOutcome.Silent("nobody answered within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("outcomes are values", e);
        }
    }
}
