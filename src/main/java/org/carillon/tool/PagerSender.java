package org.carillon.tool;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sip.message.Response;
import org.carillon.cpim.CpimAddress;
import org.carillon.cpim.CpimBuilder;
import org.carillon.cpim.CpimHeadReader;
import org.carillon.cpim.CpimReading;
import org.carillon.cpim.Imdn;
import org.carillon.cpim.ImdnParse;

/** Sends one short message in a MESSAGE (RFC 3428). Used by one thread. */
final class PagerSender {
    /** What a MESSAGE may have (RFC 3428 §8); anything larger is a large message. */
    static final int LARGEST = 1_300;

    /** A MESSAGE that nobody answers is over after 64·T1. */
    private static final Duration ANSWER = Duration.ofSeconds(35);

    private static final Duration REGISTRATION = Duration.ofMinutes(2);

    private final UserAgent userAgent;
    private final InstantSource clock;

    /** Uses the agent, and leaves it open. */
    PagerSender(UserAgent userAgent, InstantSource clock) {
        this.userAgent = userAgent;
        this.clock = clock;
    }

    /** A person's wish. */
    record Page(SipAddress from, SipAddress to, String subject, LargeMessage message) {}

    /** Sends it and waits for the answer. */
    SendOutcome send(Page page, MessageSender.Watcher watcher)
            throws IOException, InterruptedException {
        return send(page, cpim(page, Tokens.next()), watcher);
    }

    /**
     * Sends it and waits until a device notifies that it has it (RFC 5438); a notification goes to
     * the devices of the sender, so that we are one of them meanwhile.
     */
    SendOutcome sendAndConfirm(Page page, Duration patience, MessageSender.Watcher watcher)
            throws IOException, InterruptedException {
        String messageId = Tokens.next();
        CompletableFuture<Imdn> notified = new CompletableFuture<>();
        userAgent.onMessage(incoming -> hear(incoming, messageId, notified));
        try (Registration registration =
                new Registration(
                        userAgent,
                        new DeviceIdentity(page.from(), "send-" + messageId),
                        CpmService.featureTag(CpmService.PAGER),
                        REGISTRATION,
                        event -> {})) {
            SipOutcome registered = await(registration.start(), ANSWER);
            if (!registered.success()) {
                return new SendOutcome.Failed("not registered: " + registered.describe());
            }
            SendOutcome outcome = send(page, cpim(page, messageId), watcher);
            return outcome instanceof SendOutcome.Accepted accepted
                    ? confirmed(accepted, notified, patience)
                    : outcome;
        }
    }

    private static SendOutcome confirmed(
            SendOutcome.Accepted accepted, CompletableFuture<Imdn> notified, Duration patience)
            throws InterruptedException {
        try {
            Imdn imdn = notified.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return imdn.isNegative()
                    ? new SendOutcome.Failed("the notification says: " + imdn.status())
                    : new SendOutcome.Accepted(accepted.octets(), true);
        } catch (TimeoutException e) {
            return new SendOutcome.Failed(
                    "no device has notified within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("notifications are values", e);
        }
    }

    /** What is not ours is for the user's other devices, or waits. */
    private static void hear(
            IncomingMessage incoming, String messageId, CompletableFuture<Imdn> notified) {
        byte[] body = incoming.body();
        boolean ours =
                CpimHeadReader.read(body) instanceof CpimReading.Complete read
                        && read.head().isImdn()
                        && Imdn.parse(Arrays.copyOfRange(body, read.length(), body.length))
                                instanceof ImdnParse.Parsed parsed
                        && parsed.imdn().messageId().equals(messageId)
                        && (notified.complete(parsed.imdn()) || notified.isDone());
        incoming.answer(ours ? Response.OK : Response.TEMPORARILY_UNAVAILABLE);
    }

    private SendOutcome send(Page page, byte[] cpim, MessageSender.Watcher watcher)
            throws InterruptedException {
        if (cpim.length > LARGEST) {
            return new SendOutcome.Failed(
                    ("a MESSAGE has at most %,d octets (RFC 3428), and this would have %,d;"
                                    + " without --pager it goes as a large message")
                            .formatted(LARGEST, cpim.length));
        }
        SipOutcome outcome =
                await(userAgent.message(page.from(), page.to(), page.subject(), cpim), ANSWER);
        watcher.answered(outcome.describe());
        if (outcome instanceof SipOutcome.Answered answered) {
            return answered.success()
                    ? new SendOutcome.Accepted(cpim.length, false)
                    : new SendOutcome.Refused(answered.status(), answered.describe());
        }
        return new SendOutcome.Failed(outcome.describe());
    }

    private byte[] cpim(Page page, String messageId) throws IOException {
        CpimBuilder builder =
                new CpimBuilder()
                        .from(new CpimAddress("", page.from().uri()))
                        .to(new CpimAddress("", page.to().uri()))
                        .dateTime(clock.instant().toString())
                        .imdn()
                        .messageId(messageId)
                        .dispositionNotification("positive-delivery", "negative-delivery")
                        .contentType(page.message().contentType());
        String name = page.message().name();
        byte[] content = page.message().content().readNBytes(LARGEST + 1);
        return (name.isEmpty() ? builder : builder.attachment(name)).message(content);
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
