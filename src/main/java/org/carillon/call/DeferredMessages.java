package org.carillon.call;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port: messages that are kept until the devices of their user have them (S-6). One that is under
 * way in a call is HELD; one that waits until a device is there is WAITING. Thread-safe; everything
 * may block. Devices are named by {@link Device#identity}.
 */
public interface DeferredMessages {
    /**
     * Begins one. Nobody finds it before it is complete.
     *
     * @param invited whom the call under way delivers it to; empty if nobody is there
     * @throws SourceException if the user has too many, or the store is full or gone
     */
    Keeping begin(CpmRequest invite, DeferredMessage.Content content, Collection<String> invited)
            throws SourceException;

    /** One message on its way into the store; used by one thread at a time. */
    interface Keeping {
        void append(ByteBuffer octets) throws SourceException;

        /**
         * When this returns the message is HELD and outlives the process.
         *
         * @param served devices that have it already
         * @param recorded whether it is in its user's history already
         * @return its id
         */
        String complete(Collection<String> served, boolean recorded) throws SourceException;

        /** Leaves nothing behind. */
        void abort() throws SourceException;
    }

    /** A device has confirmed it; nothing happens if it is gone. */
    void served(String id, String device) throws SourceException;

    /** It is in its user's history; nothing happens if it is gone. */
    void recorded(String id) throws SourceException;

    /**
     * The end of a delivery: these devices have it or are not tried again. It goes, unless it is
     * owed to others.
     */
    void settle(String id, Collection<String> devices) throws SourceException;

    /**
     * Takes one that is WAITING for a call of this process; {@link #settle}, {@link #release} or
     * {@link #giveUp} ends that.
     *
     * @return false if another process has it, or it is gone
     */
    boolean claim(String id) throws SourceException;

    /**
     * The end of a call in vain: from HELD to WAITING, for every device of its user; what was
     * claimed waits as before.
     */
    void release(String id) throws SourceException;

    /**
     * To be called again and again: says that this process lives, and takes over from those that
     * have died. From HELD to WAITING, for the devices that they are still owed to; what had not
     * arrived as a whole is dropped: nobody was told that it is safe.
     *
     * @return how many more wait
     */
    int recover() throws SourceException;

    /**
     * The oldest WAITING message of a user behind another one, claimed or not.
     *
     * @param last the one delivered or tried last; empty to begin with
     */
    Optional<DeferredMessage> next(Aor user, Optional<DeferredMessage> last) throws SourceException;

    /**
     * Users for whom messages wait although a device of theirs is registered here, or was there
     * when a process died; by name, a bounded number.
     *
     * @param last the one tried last; empty to begin with
     */
    List<Aor> reachable(Optional<Aor> last) throws SourceException;

    /**
     * One piece of the content, numbered from 0 in order.
     *
     * @throws SourceException also if the message is gone
     */
    byte[] piece(DeferredMessage message, int number) throws SourceException;

    /** One by its id; empty if it is gone. */
    Optional<DeferredMessage> find(String id) throws SourceException;

    /** Those WAITING, and not claimed, that nobody came for in time; a bounded number at once. */
    List<DeferredMessage> expired(Instant now) throws SourceException;

    /** Gives one up; nothing happens if it is gone. */
    void giveUp(DeferredMessage message) throws SourceException;

    /** Whether one more would be taken for this user. */
    Space space(Aor user) throws SourceException;

    /** What a limit says of one message more. */
    enum Space {
        FREE,
        /** As many wait for this user as may. */
        USER_FULL,
        /** As much is kept for all users as may be. */
        STORE_FULL
    }

    /** How often a message was not taken because of a limit, by name. */
    Map<String, Long> counters();
}
