package org.carillon.relay;

import java.nio.ByteBuffer;

/**
 * Says what a message from a device to the sender is. The relay does not read bodies; who knows
 * CPIM and IMDN does (RFC 5438). Called on the Room's loop: must not block, must not keep the
 * buffer.
 */
@FunctionalInterface
public interface DeviceContent {

    /**
     * Judges one whole message.
     *
     * @param contentType its Content-Type as received
     * @param content its body, read-only
     */
    Verdict classify(String contentType, ByteBuffer content);

    /** What is to be done with it. */
    sealed interface Verdict {

        /**
         * A notification that the sender gets once.
         *
         * @param key what makes two of them the same, such as message-id and kind
         */
        record Once(String key) implements Verdict {}

        /**
         * Bad news about one device: hidden while another device lives or has been served, passed
         * once per key when none is left.
         *
         * @param key what makes two of them the same
         */
        record Failure(String key) implements Verdict {}

        /** Answered like any other, but not passed on. */
        record Swallow() implements Verdict {}

        /** No business of a device: 403. */
        record Forbidden() implements Verdict {}
    }

    /** Forbids everything. */
    static DeviceContent forbidden() {
        return (contentType, content) -> new Verdict.Forbidden();
    }
}
