package org.carillon.relay;

import org.carillon.msrp.FrameListener;

/**
 * What a connection tells the leg that it is bound to, beside its frames. Called on the Room's
 * loop.
 */
interface LegListener extends FrameListener {

    /** The connection is this leg's; first call of all. */
    void onBound(Connection connection);

    /** What was read at once has been reported: the moment to write and flush. */
    void onBatchEnd();

    /** The connection is no longer full. */
    void onWritable();

    /** One of our own methods failed while it dealt with this connection. */
    void onFault(Throwable fault);

    /** The connection is gone; last call of all. */
    void onClosed();
}
