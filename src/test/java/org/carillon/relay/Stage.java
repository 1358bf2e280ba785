package org.carillon.relay;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.carillon.msrp.MsrpUri;

/** Where a dialogue is played: on a Room alone, or on the relay over sockets. */
interface Stage extends AutoCloseable {

    /** Understands bodies such as {@code delivered 1}, {@code failed 1}, {@code secret}. */
    DeviceContent CONTENT =
            (type, content) -> {
                String text = StandardCharsets.US_ASCII.decode(content).toString();
                if (text.startsWith("delivered") || text.startsWith("displayed")) {
                    return new DeviceContent.Verdict.Once(text);
                }
                return text.startsWith("failed")
                        ? new DeviceContent.Verdict.Failure(text)
                        : new DeviceContent.Verdict.Forbidden();
            };

    MsrpUri uri(int party);

    /** Gives a leg its paths; we connect if it is active. */
    void seat(int party, boolean active, String peer);

    /** The same with the path that the peer always has. */
    default void seat(int party, boolean active) {
        seat(
                party,
                active,
                party == Room.SENDER
                        ? RoomStage.ALICE
                        : "msrp://device" + party + ".example:9/d;tcp");
    }

    /** The same with the path that the peer has after another offer and answer. */
    default void seatAgain(int party, boolean active) {
        seat(
                party,
                active,
                party == Room.SENDER
                        ? "msrp://alice.example:7395/again;tcp"
                        : "msrp://device" + party + ".example:9/again;tcp");
    }

    /** The status with which another connection of the peer is refused, 0 if it is not. */
    int refusal(int party);

    /** The peer connects. */
    void connect(int party);

    /** The peer says something in one segment. */
    void say(int party, String text);

    /** What the peer heard since it was asked last; waits for that many characters. */
    String hear(int party, int atLeast);

    void hangUp(int party);

    void release(int seat);

    void part(int seat);

    void hold(int seat);

    void resume(int seat);

    void drain(Duration silence);

    /** Time goes by; only where time is ours. */
    void pass(Duration time);

    /** Everything the Room told; waits for that many. */
    List<String> told(int atLeast);

    @Override
    void close();
}
