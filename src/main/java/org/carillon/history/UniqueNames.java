package org.carillon.history;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * File names by the convention of Maildir: the time, what tells this writer's deliveries apart, the
 * host. Thread-safe if the generator is.
 */
final class UniqueNames {
    private static final Pattern FORM = Pattern.compile("\\d+\\.M\\d+P\\d+Q\\d+R[0-9a-f]{16}\\..+");

    private final InstantSource clock;
    private final RandomGenerator random;
    private final String host;
    private final long process = ProcessHandle.current().pid();
    private final AtomicLong count = new AtomicLong();

    UniqueNames(InstantSource clock, RandomGenerator random, String host) {
        this.clock = clock;
        this.random = random;
        this.host = host.replace("/", "\\057").replace(":", "\\072");
    }

    String next() {
        Instant now = clock.instant();
        return "%d.M%dP%dQ%dR%016x.%s"
                .formatted(
                        now.getEpochSecond(),
                        now.getNano() / 1000,
                        process,
                        count.incrementAndGet(),
                        random.nextLong(),
                        host);
    }

    /** A Message-ID (RFC 5322 §3.6.4) that tells the object of this name from all others. */
    static String messageId(String name) {
        String[] parts = name.split("\\.", 3);
        String host = parts[2].replaceAll("[^A-Za-z0-9.-]", "-");
        return "<" + parts[0] + "." + parts[1] + "@" + host + ">";
    }

    /** When the object of this name was begun, to the second. */
    static Instant timeOf(String name) {
        return Instant.ofEpochSecond(Long.parseLong(name.substring(0, name.indexOf('.'))));
    }

    /** Whether the name is of this form, and so of a file that only we write. */
    static boolean isOurs(String name) {
        return FORM.matcher(name).matches();
    }
}
