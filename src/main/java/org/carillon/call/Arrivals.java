package org.carillon.call;

/** Port: where adapters tell of arrivals. Any thread; never blocks. */
public interface Arrivals {
    /** Takes the arrival over, and closes it. */
    void arrived(Arrival arrival);

    /**
     * From now on requests of our own go out that continue none: whoever is registered, and owed a
     * message since before a restart, need not register again to get it.
     */
    void resume(Ways ways);

    /** Makes arrivals of users who were there all the time. */
    interface Ways {
        /**
         * @param onClose runs when the arrival is closed, once
         */
        Arrival of(Aor user, Runnable onClose);
    }
}
