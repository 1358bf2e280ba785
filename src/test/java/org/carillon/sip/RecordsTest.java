package org.carillon.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.servlet.sip.SipApplicationSession;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private final Deque<Boolean> races = new ArrayDeque<>();
    private int invalidated;

    /** Valid until it has been invalidated without a race. */
    private SipApplicationSession records() {
        return (SipApplicationSession)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {SipApplicationSession.class},
                        (proxy, method, arguments) ->
                                method.getName().equals("isValid")
                                        ? invalidated == 0
                                        : invalidate());
    }

    private Object invalidate() {
        if (!races.isEmpty() && races.poll()) {
            throw new IllegalStateException("SipSession already invalidated");
        }
        invalidated++;
        return null;
    }

    @Test
    void areForgottenOnce() {
        Records.forget(records());
        assertThat(invalidated).isOne();
    }

    @Test
    void areForgottenThoughAnotherThreadWasFasterWithAPart() {
        races.addAll(List.of(true, true));
        Records.forget(records());
        assertThat(invalidated).isOne();
    }

    @Test
    void areGivenUpInTheEnd() {
        for (int i = 0; i < 100; i++) {
            races.add(true);
        }
        Records.forget(records());
        assertThat(invalidated).isZero();
        assertThat(races).hasSize(95);
    }
}
