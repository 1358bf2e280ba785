package org.carillon.bench.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.carillon.tool.Transport;
import org.carillon.tool.UserAgentOptions;

/** All who send and all who receive. Used by one thread. */
final class Crowd implements AutoCloseable {
    /** The BYE of a message whose last octet was acknowledged waits five seconds for its answer. */
    private static final Duration GRACE = Duration.ofSeconds(6);

    private static final Duration INTERRUPTED = Duration.ofSeconds(60);
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final String PRODUCT = UserAgentOptions.PRODUCT;

    private final Gate gate = new Gate();
    private final List<Recipient> recipients = new ArrayList<>();
    private final List<Thread> originators = new ArrayList<>();
    private final InstantSource clock;
    private Instant paused;

    /**
     * How many, and what they send.
     *
     * @param users who receive
     * @param devices of each
     * @param senders to each
     * @param largest octets of a message
     */
    record Size(int users, int devices, int senders, int largest) {}

    Crowd(
            Size size,
            InetSocketAddress server,
            Path directory,
            SplittableRandom random,
            InstantSource clock)
            throws IOException {
        this.clock = clock;
        this.paused = clock.instant();
        UserAgentOptions agent = new UserAgentOptions(server, Transport.UDP, PRODUCT, FIRST_ANSWER);
        for (int user = 1; user <= size.users(); user++) {
            Recipient recipient = new Recipient("user-" + user, size.devices(), agent, directory);
            recipients.add(recipient);
            for (int sender = 1; sender <= size.senders(); sender++) {
                SplittableRandom own = random.split();
                Originator originator = new Originator(agent, recipient, gate, own, size.largest());
                Thread thread = new Thread(originator, "originator-" + user + "-" + sender);
                thread.setDaemon(true);
                thread.start();
                originators.add(thread);
            }
        }
    }

    /**
     * Every device tells the server that it is there.
     *
     * @throws IOException if it does not hear one of them
     */
    void register() throws IOException, InterruptedException {
        for (Recipient recipient : recipients) {
            recipient.register();
        }
    }

    /** Messages are sent from now on. */
    void send() {
        gate.open();
    }

    /** No message is begun from now on. */
    void pause() {
        gate.close();
        paused = clock.instant();
    }

    /** Waits until nobody sends; who still waits for a server that is gone is told so. */
    void settle() throws InterruptedException {
        Duration grace = Duration.between(clock.instant(), paused.plus(GRACE));
        if (!gate.awaitAll(originators.size(), grace)) {
            originators.forEach(Thread::interrupt);
            if (!gate.awaitAll(originators.size(), INTERRUPTED)) {
                throw new IllegalStateException("a sender does not come back");
            }
        }
    }

    /** Devices come back again and again, as real ones do: each time they get what is theirs. */
    void awaitAll(Duration patience) throws IOException, InterruptedException {
        Instant end = clock.instant().plus(patience);
        while (totals().lost() > 0 && clock.instant().isBefore(end)) {
            register();
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    Ledger.Totals totals() {
        return recipients.stream()
                .map(recipient -> recipient.ledger().totals())
                .reduce(Ledger.Totals.NONE, Ledger.Totals::plus);
    }

    @Override
    public void close() {
        gate.end();
        originators.forEach(Thread::interrupt);
        recipients.parallelStream().forEach(Recipient::close);
    }
}
