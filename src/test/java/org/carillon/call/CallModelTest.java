package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Thousands of calls in a {@link SimulatedWorld}, each held to {@link CallRules}. A failure names
 * its seed and tells the call from the first event on.
 */
class CallModelTest {
    private static final int CALLS = 40_000;
    private static final int LONGEST = 2_000;
    private static final List<CallOptions> OPTIONS =
            List.of(Scene.OPTIONS, Scene.KEEPING, Scene.DURABLE, Scene.KEEPING_DURABLE);

    private final SortedSet<String> transitions = new TreeSet<>();

    /** The transitions seen are those of the committed list, and with it those of the diagram. */
    @Test
    void everyCallKeepsTheRulesAndTheDiagram() throws IOException {
        for (long seed = 1; seed <= CALLS; seed++) {
            run(seed);
        }
        assertThat(String.join("\n", transitions)).isEqualTo(committed().strip());
    }

    private void run(long seed) {
        List<String> told = new ArrayList<>();
        try {
            live(seed, told);
        } catch (RuntimeException | AssertionError broken) {
            fail("seed %d:%n%s".formatted(seed, String.join("\n", told)), broken);
        }
    }

    private void live(long seed, List<String> told) {
        SimulatedWorld world = new SimulatedWorld(seed);
        CallRules rules = new CallRules();
        Call call = new Call(OPTIONS.get((int) (seed % OPTIONS.size())), ScreeningPolicy.OPEN);
        Optional<CallEvent> event = Optional.of(world.invite());
        while (event.isPresent()) {
            assertThat(told.size()).as("the call ends").isLessThan(LONGEST);
            Call.Phase before = call.phase();
            List<CallCommand> commands = call.on(event.get());
            told.add(brief(event.get()) + " -> " + Transcript.of(commands) + " " + call);
            rules.check(event.get(), commands);
            note(before, event.get(), call.phase());
            world.obey(commands);
            event = world.next();
        }
        assertThat(rules.over()).as("released once the world is quiet").isTrue();
    }

    private static String brief(CallEvent event) {
        String text = event.toString().lines().findFirst().orElse("");
        return text.substring(0, Math.min(60, text.length()));
    }

    private void note(Call.Phase before, CallEvent event, Call.Phase after) {
        if (before != after) {
            String name =
                    event instanceof CallEvent.TimerFired fired
                            ? nameOf(fired.timer()) + " fired"
                            : event.getClass().getSimpleName();
            transitions.add(before + " -> " + after + ": " + name);
        }
    }

    private static String nameOf(TimerName timer) {
        return timer instanceof LegTimer ofLeg
                ? ofLeg.leg().getClass().getSimpleName() + " " + ofLeg.kind()
                : timer.toString();
    }

    private static String committed() throws IOException {
        try (InputStream list = CallModelTest.class.getResourceAsStream("transitions.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
