package org.carillon.call;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port: messages that wait until a device of their user is there (S-6). Thread-safe; everything may
 * block.
 */
public interface DeferredMessages {
    /**
     * Begins one. Nobody finds it before it is complete.
     *
     * @throws SourceException if the user has too many, or the store is full or gone
     */
    Keeping begin(LargeMessageInvite invite, DeferredMessage.Content content)
            throws SourceException;

    /** One message on its way into the store; used by one thread at a time. */
    interface Keeping {
        void append(ByteBuffer octets) throws SourceException;

        /** When this returns the message outlives the process. */
        void complete() throws SourceException;

        /** Leaves nothing behind. */
        void abort() throws SourceException;
    }

    /**
     * The oldest of a user's messages behind another one.
     *
     * @param last the one delivered or tried last; empty to begin with
     */
    Optional<DeferredMessage> next(Aor user, Optional<DeferredMessage> last) throws SourceException;

    /**
     * One piece of the content, numbered from 0 in order.
     *
     * @throws SourceException also if the message is gone
     */
    byte[] piece(DeferredMessage message, int number) throws SourceException;

    /** It has been delivered. */
    void remove(DeferredMessage message) throws SourceException;

    /**
     * Gives up what nobody has come for in time, and what a crash has left half-way; a bounded
     * number at once.
     *
     * @return those given up
     */
    List<Expired> expire(Instant now) throws SourceException;

    /** How often a message was not taken because of a limit, by name. */
    Map<String, Long> counters();

    /** A message that was given up; enough to say so. */
    record Expired(String id, Aor user, CallId call) {}
}
