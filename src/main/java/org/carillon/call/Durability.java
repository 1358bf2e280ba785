package org.carillon.call;

/** What a message outlives whose end has been acknowledged to its sender. */
public enum Durability {
    /** Nothing: a message that is lost with the process is lost. */
    MEMORY,
    /**
     * The process: before it is acknowledged it is on this machine's disk, until its devices have
     * it.
     */
    NODE,
    /** The machine: it is in a database that other nodes have, and one of them goes on with it. */
    CLUSTER
}
