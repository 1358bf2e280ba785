package org.carillon.relay;

import java.time.Duration;
import java.util.Optional;
import org.carillon.msrp.StatusCode;

/** Where the message of a Room comes from. Owner: the Room's loop. */
interface Origin extends ReportTracker.Upstream {
    /** Offer and answer are done, for the first time or again. */
    void seat(Leg leg);

    /** Why a connection that names this leg is refused, if it is. */
    Optional<StatusCode> refusal();

    /** Where the connection that names this leg goes, if it is not refused. */
    LegListener leg();

    /** The sender has hung up: that much silence before the last octet breaks the message. */
    void drain(Duration quiet);

    /** Octets have come. */
    void onHeard();

    /** The message is whole, or never will be: nothing more is waited for. */
    void onMessageOver();

    /** What became of a whole message that had to be kept before its end was acknowledged. */
    void onKept(StatusCode answer);

    /** True while a chunk of the message is arriving. */
    boolean isChunkArriving();

    /** True if what is passed to the sender can reach it. */
    boolean isReachable();

    /** Goes on, or waits, as the Room can take more or cannot. */
    void pace();

    void close();
}
