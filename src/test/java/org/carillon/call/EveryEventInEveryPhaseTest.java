package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.carillon.call.Dialogue.answered;
import static org.carillon.call.Dialogue.inviting;
import static org.carillon.call.Dialogue.talking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.carillon.call.Call.Phase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Late, early and repeated events are part of the protocol: none of them is an exception. */
class EveryEventInEveryPhaseTest {
    private static final List<String> ALWAYS =
            List.of(
                    "found 2",
                    "unknown",
                    "room opened",
                    "room lost",
                    "ACK",
                    "CANCEL",
                    "BYE",
                    "whole",
                    "broken",
                    "sender UPDATE 2 none SE=1800;refresher=uas timer",
                    "sender re-INVITE 3 moved",
                    "sender ACK 3 none",
                    "sender refreshed 408",
                    "sender refreshed 422 MIN=3600",
                    "fires sender refresh",
                    "fires sender acknowledge",
                    "fires sender expiry");
    private static final List<String> WITH_BRANCHES =
            List.of(
                    "b1 180",
                    "b1 200",
                    "b1 200 fork",
                    "b1 200-without-sdp",
                    "b1 486",
                    "b1 BYE",
                    "b1 served",
                    "b1 lost",
                    "b1 re-INVITE 1 moved",
                    "b1 UPDATE 2 hold SE=1800;refresher=uas timer",
                    "b1 re-INVITE 3 none",
                    "b1 ACK 3 hold",
                    "b1 refreshed 481",
                    "fires b1 refresh",
                    "fires b1 acknowledge",
                    "fires b1 expiry",
                    "b2 180",
                    "b2 200",
                    "b2 603",
                    "b2 BYE",
                    "b2 served",
                    "b2 lost");

    static Stream<Arguments> phases() {
        return Stream.of(
                Arguments.of(Phase.NEW, ""),
                Arguments.of(Phase.LOOKING_UP, "INVITE"),
                Arguments.of(Phase.OPENING, "INVITE\nfound 2"),
                Arguments.of(Phase.INVITING, inviting(2)),
                Arguments.of(Phase.INVITING, inviting(2) + "b1 180\nb2 486"),
                Arguments.of(Phase.ANSWERED, answered(2)),
                Arguments.of(Phase.ANSWERED, answered(2) + "b1 BYE\nb2 200"),
                Arguments.of(Phase.TALKING, talking(2)),
                Arguments.of(Phase.TALKING, talking(2) + "b2 200\nwhole\nb1 served\nb2 served"),
                Arguments.of(Phase.DRAINING, talking(2) + "b2 180\nBYE"),
                Arguments.of(Phase.DRAINING, talking(2) + "b2 200\nwhole\nb1 served\nBYE"),
                Arguments.of(Phase.SETTLING, inviting(2) + "b1 180\nCANCEL"),
                Arguments.of(Phase.SETTLING, inviting(2) + "b1 180\nfires answer"),
                Arguments.of(Phase.OVER, talking(1) + "whole\nb1 served\nBYE"));
    }

    @ParameterizedTest
    @MethodSource("phases")
    void aloneInPairsAndTwice(Phase phase, String script) {
        List<String> events = possible(phase);
        for (String first : events) {
            for (String second : events) {
                assertThatCode(() -> tell(phase, script, first, second))
                        .as("%s: %s, then %s", phase, first, second)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static void tell(Phase phase, String script, String first, String second) {
        Dialogue dialogue = Dialogue.told(script);
        assertThat(dialogue.call().phase()).isEqualTo(phase);
        dialogue.tell(first);
        List<CallCommand> commands = dialogue.tell(second);
        if (phase == Phase.OVER) {
            assertThat(commands).isEmpty();
        }
    }

    private static List<String> possible(Phase phase) {
        List<String> events = new ArrayList<>(ALWAYS);
        if (phase.compareTo(Phase.INVITING) >= 0) {
            events.addAll(WITH_BRANCHES);
        }
        Arrays.stream(CallTimer.values())
                .map(timer -> "fires " + timer.name().toLowerCase(Locale.ROOT))
                .forEach(events::add);
        return events;
    }
}
