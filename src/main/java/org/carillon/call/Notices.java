package org.carillon.call;

/** Port: messages of our own, about those of others (RFC 5438 §8). Any thread; never blocks. */
public interface Notices {
    /** From now on they go out this way; before, there are none. */
    void through(Legs legs);

    /** Makes the SIP side of such a message. */
    interface Legs {
        Arrival.PagePushLegs of(PagerMessage message);
    }
}
