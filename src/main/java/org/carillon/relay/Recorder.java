package org.carillon.relay;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes a copy of the message at its own speed, like a device with a disk. Methods may block; they
 * are called one after the other, each on some thread of the relay's bounded disk pool.
 *
 * <p>Exactly one of {@link #complete} and {@link #abort} is called, as the last call, whatever
 * happens to the Room. A recorder that throws is not called with more content: it gets {@code
 * abort}, delivery goes on.
 */
public interface Recorder {

    /** There is a message; the first call, unless it is {@link #abort}. */
    void begin(KeptHead head) throws IOException;

    /**
     * The next octets of the message.
     *
     * @param content valid during the call only
     */
    void append(ByteBuffer content) throws IOException;

    /** The message was complete with the last octet appended. */
    void complete() throws IOException;

    /** There will be no message: drop what was taken. */
    void abort() throws IOException;
}
