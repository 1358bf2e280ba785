package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** A connection as a Room sees it. Used on the Room's loop only. */
interface Connection {

    /** Octets that it takes before it is full; 0 if it is. Being full refuses nothing. */
    long writable();

    /** Octets written that the network has not taken yet, roughly; for telling progress. */
    long unflushed();

    /** Writes behind what was written before; takes the buffer over. */
    void write(ByteBuf octets);

    /** Writes, and runs the task when the network has taken these octets. */
    void write(ByteBuf octets, Runnable flushed);

    /** Gives the network what was written. */
    void flush();

    /**
     * Reads on, or leaves what arrives where it is. What was read already may still be reported.
     */
    void reading(boolean wanted);

    /** Closes when everything written is flushed, at the latest after some seconds. */
    void close();

    /** Closes now. */
    void cut();

    /** What the peer has shown in the TLS handshake, if there was one and it showed any. */
    Optional<X509Certificate> certificate();

    /** The peer's address, for logs. */
    String peer();
}
