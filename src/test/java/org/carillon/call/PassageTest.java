package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops (RFC 3261 §16.3) and amplification (RFC 5393). */
class PassageTest {
    private static List<CallCommand> run(CpmRequest invite, int devices) {
        Call call = new Call(Scene.OPTIONS, ScreeningPolicy.OPEN);
        List<CallCommand> first = call.on(new CallEvent.Invited(invite));
        if (call.phase() == Call.Phase.OVER) {
            return first;
        }
        List<CallCommand> found = call.on(new CallEvent.RecipientFound(Scene.recipient(devices)));
        return call.phase() == Call.Phase.OVER
                ? found
                : call.on(new CallEvent.RoomOpened(Scene.room(devices)));
    }

    private static List<String> sent(CpmRequest invite, int devices, String name) {
        return run(invite, devices).stream()
                .filter(CallCommand.InviteDevice.class::isInstance)
                .map(c -> new Headers(((CallCommand.InviteDevice) c).invite().headers()))
                .map(h -> h.first(name).orElse(""))
                .toList();
    }

    private static int refusal(CpmRequest invite, int devices) {
        return run(invite, devices).stream()
                .filter(CallCommand.RefuseSender.class::isInstance)
                .map(c -> ((CallCommand.RefuseSender) c).refusal().status())
                .findFirst()
                .orElse(0);
    }

    @Test
    void ourOwnInviteComesBack() {
        String mark = sent(Scene.invite(), 1, "Carillon-Passed").get(0);
        assertThat(refusal(Scene.inviteWith("Carillon-Passed", mark), 1)).isEqualTo(482);
        assertThat(refusal(Scene.inviteWith("carillon-passed", "x, " + mark), 1)).isEqualTo(482);
    }

    /** Forwarded for another user: the marks add up. */
    @Test
    void anotherUsersMarkIsNoLoop() {
        assertThat(sent(Scene.inviteWith("Carillon-Passed", "x"), 1, "Carillon-Passed"))
                .singleElement()
                .asString()
                .startsWith("x, ")
                .hasSize(3 + 36);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, 60",
        "'', 3, 20/20/20",
        "7, 3, 3/2/2",
        "3, 3, 1/1/1",
        "1000, 2, 30/30",
        "many, 2, 30/30",
    })
    void breadthIsSplit(String received, int devices, String split) {
        CpmRequest invite =
                received.isEmpty() ? Scene.invite() : Scene.inviteWith("Max-Breadth", received);
        assertThat(String.join("/", sent(invite, devices, "Max-Breadth"))).isEqualTo(split);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 3"})
    void breadthIsNotEnough(String received, int devices) {
        assertThat(refusal(Scene.inviteWith("Max-Breadth", received), devices)).isEqualTo(440);
    }
}
