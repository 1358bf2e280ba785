package org.carillon.relay;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A message whose sender is long gone, and that takes the sender's place in a Room. {@link #read}
 * and {@link #close} may block; they are called one after the other, each on some thread of the
 * relay's bounded pool for recorders, {@code close} last of all and once.
 */
public interface KeptMessage {
    KeptHead head();

    /** Octets of the whole message. */
    long size();

    /**
     * Reads the next octets.
     *
     * @return how many, 1 or more
     * @throws IOException if they cannot be read: the message breaks off
     */
    int read(ByteBuffer into) throws IOException;

    void close() throws IOException;
}
