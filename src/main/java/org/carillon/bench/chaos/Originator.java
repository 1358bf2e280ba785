package org.carillon.bench.chaos;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.carillon.tool.LargeMessage;
import org.carillon.tool.MessageSender;
import org.carillon.tool.SendOutcome;
import org.carillon.tool.SipAddress;
import org.carillon.tool.UserAgent;
import org.carillon.tool.UserAgentOptions;

/** Sends one user message after message. Owner: its own thread. */
final class Originator implements Runnable {
    private static final SipAddress ALICE = SipAddress.parse("alice");
    private static final int SMALLEST = 200;

    private static final MessageSender.Settings SETTINGS =
            new MessageSender.Settings(16 * 1024, false, false, Duration.ofSeconds(10));

    private final UserAgentOptions agent;
    private final Recipient recipient;
    private final Gate gate;
    private final RandomGenerator random;
    private final int largest;

    /**
     * @param largest octets of a message; small ones are as frequent as large ones
     */
    Originator(
            UserAgentOptions agent,
            Recipient recipient,
            Gate gate,
            RandomGenerator random,
            int largest) {
        this.agent = agent;
        this.recipient = recipient;
        this.gate = gate;
        this.random = random;
        this.largest = Math.max(largest, SMALLEST + 1);
    }

    @Override
    public void run() {
        try (UserAgent userAgent = UserAgent.open(agent)) {
            MessageSender sender = new MessageSender(userAgent, SETTINGS, InstantSource.system());
            while (gate.pass()) {
                sendWhileOpen(sender);
            }
        } catch (IOException e) {
            throw new IllegalStateException("no port to send from", e);
        }
    }

    private void sendWhileOpen(MessageSender sender) {
        try {
            while (gate.isOpen()) {
                send(sender);
            }
        } catch (InterruptedException givenUp) {
            // The server was killed, and has not answered an INVITE that it had begun with.
        }
    }

    private void send(MessageSender sender) throws InterruptedException {
        byte[] content = new byte[size()];
        random.nextBytes(content);
        recipient.ledger().attempted();
        SendOutcome outcome =
                sender.send(
                        ALICE,
                        recipient.user(),
                        "",
                        new LargeMessage(
                                "chaos",
                                LargeMessage.OCTETS,
                                content.length,
                                new ByteArrayInputStream(content)),
                        MessageSender.Watcher.NOBODY);
        if (outcome instanceof SendOutcome.Accepted) {
            recipient.ledger().acknowledged(sha256(content));
        } else if (outcome instanceof SendOutcome.Refused refused) {
            recipient.ledger().refused(refused.status());
        }
    }

    /** As many between 1 and 2 KB as between 10 and 20. */
    private int size() {
        double octaves = Math.log((double) largest / SMALLEST);
        return (int) (SMALLEST * Math.exp(random.nextDouble() * octaves));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
