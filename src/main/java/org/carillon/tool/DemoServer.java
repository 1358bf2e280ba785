package org.carillon.tool;

import java.net.InetSocketAddress;

/** The server that a demonstration talks to. */
interface DemoServer extends AutoCloseable {
    /** Its SIP address; it serves when this exists. */
    InetSocketAddress sip();

    /** Stops it if it was started for the demonstration. */
    @Override
    void close();
}
