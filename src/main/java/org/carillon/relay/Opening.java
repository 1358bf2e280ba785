package org.carillon.relay;

/** What came of {@link Relay#open}. */
public sealed interface Opening {

    /** The Room listens. */
    record Opened(RoomHandle room) implements Opening {}

    /** No Room now: the limit {@code rooms} is reached, or the relay is closing. */
    record Refused(String why) implements Opening {}
}
