package org.carillon.call;

/** Port: where adapters tell of arrivals. Any thread; never blocks. */
public interface Arrivals {
    /** Takes the arrival over, and closes it. */
    void arrived(Arrival arrival);
}
