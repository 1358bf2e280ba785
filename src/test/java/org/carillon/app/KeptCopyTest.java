package org.carillon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.carillon.call.CallId;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallOutcome.Kind;
import org.carillon.call.DeferredMessages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store is told one thing after the other, and all of it before the call is over. */
class KeptCopyTest {
    private final Pools pools = new Pools();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private final KeptCopy copy =
            KeptCopy.arriving(
                    new CallId("c1"), store(), List.of("phone", "tablet"), pools, id -> {});

    @AfterEach
    void close() {
        pools.close();
    }

    /** Takes its time for whatever it is told first. */
    private DeferredMessages store() {
        return (DeferredMessages)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {DeferredMessages.class},
                        (proxy, method, arguments) -> tell(method, arguments));
    }

    private Object tell(Method method, Object[] arguments) throws InterruptedException {
        open.await();
        told.add(method.getName() + Arrays.asList(arguments));
        return null;
    }

    private DeferredMessages.Keeping keeping() {
        return (DeferredMessages.Keeping)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {DeferredMessages.Keeping.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("complete") ? "m1" : null);
    }

    private static CallOutcome ended(Kind kind, int served) {
        return new CallOutcome(kind, 200, served, 2, 1, "");
    }

    private List<String> toldUntil(String last) throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (!all.contains(last)) {
            String next = told.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("behind %s", all).isNotNull();
            all.add(next);
        }
        return all;
    }

    /** Whoever looks for what waits when the call is over does not find it once more. */
    @Test
    void theCallIsOverWhenTheStoreKnowsThatEverybodyHasIt() throws Exception {
        copy.complete(keeping());
        copy.served(0);
        copy.recorded();
        copy.served(1);
        copy.over(ended(Kind.DELIVERED, 2), () -> told.add("over"));
        open.countDown();
        assertThat(toldUntil("over"))
                .containsExactly(
                        "served[m1, phone]", "recorded[m1]", "settle[m1, [phone, tablet]]", "over");
    }

    @Test
    void whatNobodyHasWaits() throws Exception {
        copy.complete(keeping());
        copy.over(ended(Kind.DEFERRED, 0), () -> told.add("over"));
        open.countDown();
        assertThat(toldUntil("over")).containsExactly("release[m1]", "over");
    }

    @Test
    void whatEverybodyHadBeforeItWasSafeIsNotKept() throws Exception {
        copy.served(0);
        copy.served(1);
        copy.complete(keeping());
        copy.over(ended(Kind.DELIVERED, 2), () -> told.add("over"));
        assertThat(toldUntil("over")).containsExactly("over");
    }
}
