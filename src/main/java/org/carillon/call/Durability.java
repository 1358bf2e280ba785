package org.carillon.call;

/** What a message outlives whose end has been acknowledged to its sender. */
public enum Durability {
    /** Nothing: a message that is lost with the process is lost. */
    MEMORY,
    /** The process: it is in the store before it is acknowledged, until its devices have it. */
    NODE
}
