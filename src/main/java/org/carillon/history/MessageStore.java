package org.carillon.history;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where history objects stay and their owner reads them. Called by the outbox's threads, by several
 * at once for different users; may block.
 */
interface MessageStore extends AutoCloseable {
    /** Whether an object may be in the store already. */
    enum Attempt {
        FIRST,
        /** An earlier attempt failed, or the process that made it ended. */
        REPEATED
    }

    /**
     * Puts an object into its user's mailbox, which is made if it is not there; nobody has read it
     * yet. If this object, which its name tells, is in the mailbox already, nothing happens: a
     * crash may have come between the storing and the outbox hearing of it.
     *
     * @param content the object, {@code envelope.size()} octets; the store may move the file away
     * @throws ObjectRefused if it can never be stored
     * @throws IOException if it cannot now; the outbox tries again
     */
    void put(String name, Envelope envelope, Path content, Attempt attempt) throws IOException;

    /** The settings to look at after this failure, joined by commas, or {@code none}. */
    String settings(Exception failure);

    /** Gives back what is kept between one object and the next; nobody puts one any more. */
    @Override
    void close();
}
