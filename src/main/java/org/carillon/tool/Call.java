package org.carillon.tool;

/** What the user agent tells the two kinds of call; always on the stack's thread. */
interface Call {
    void onAck();

    void onBye();

    /** Our SDP, repeated when a session timer's re-INVITE asks for it again. */
    String localDescription();
}
