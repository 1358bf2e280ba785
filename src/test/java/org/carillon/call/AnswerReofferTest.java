package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class AnswerReofferTest {
    private final Queue<Runnable> afterwards = new ArrayDeque<>();
    private final List<Object> answered = new ArrayList<>();

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private CallPorts ports() {
        CallPorts.RoomDoor room =
                proxy(
                        CallPorts.RoomDoor.class,
                        (door, method, arguments) -> {
                            afterwards.add((Runnable) arguments[0]);
                            return null;
                        });
        CallPorts.Legs legs =
                proxy(
                        CallPorts.Legs.class,
                        (ours, method, arguments) -> {
                            answered.add(arguments[1]);
                            return null;
                        });
        return proxy(
                CallPorts.class,
                (all, method, arguments) -> method.getName().equals("room") ? room : legs);
    }

    /** A device that is told that it is on hold gets nothing from then on (RFC 3264 §8.4). */
    @Test
    void nobodyHearsOfItBeforeTheRoomHasDoneIt() {
        DialogReply reply = new DialogReply(200, List.of(), Optional.empty());
        new CallCommand.AnswerReoffer(new Leg.Sender(), 2, reply).perform(ports());
        assertThat(answered).isEmpty();
        afterwards.remove().run();
        assertThat(answered).containsExactly(2L);
    }
}
