package org.carillon.tool;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where a received message goes, octet after octet, in order and without gaps. Called by the one
 * thread that receives.
 */
public interface MessageSink {
    /**
     * The message begins.
     *
     * @param total its octets, or -1 if the sender does not know
     */
    void begin(long total) throws IOException;

    /** Some more of it; the buffer is only valid during the call. */
    void append(ByteBuffer octets) throws IOException;

    /** It is whole. */
    void complete() throws IOException;
}
