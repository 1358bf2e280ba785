package org.carillon.it.agent;

import java.io.IOException;

/** The way back to whoever sent a message. */
interface Wire {
    void send(byte[] octets) throws IOException;
}
