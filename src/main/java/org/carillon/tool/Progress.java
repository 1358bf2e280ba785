package org.carillon.tool;

/** How far a transfer is, shown to a person. One thread at a time. */
interface Progress extends AutoCloseable {
    void at(long bytes);

    /** Leaves the last state on the screen. */
    @Override
    void close();
}
