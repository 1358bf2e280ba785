package org.carillon.tool;

import io.netty.buffer.ByteBuf;
import java.io.Closeable;
import java.io.IOException;

/** What carries a connection's octets. One thread reads, one at a time writes, any may close. */
interface Wire extends Closeable {

    /** Waits for octets, at most so many; negative at the end of the stream. */
    int read(ByteBuf into, int most) throws IOException;

    /** Writes some of what is readable, and waits until it can. */
    void write(ByteBuf from) throws IOException;

    /** Says that we write no more. */
    void endOutput() throws IOException;
}
