package org.carillon.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import org.junit.jupiter.api.Test;

class RecordsTest {
    /** A part; the other thread ends it at the moment when somebody wants to. */
    private static final class Part {
        private final boolean isRaced;
        private boolean isValid = true;

        Part(boolean isRaced) {
            this.isRaced = isRaced;
        }

        private void invalidate() {
            boolean wasValid = isValid && !isRaced;
            isValid = false;
            if (!wasValid) {
                throw new IllegalStateException("SipSession already invalidated");
            }
        }
    }

    private enum State {
        WHOLE,
        HALF,
        GONE
    }

    private final List<Part> parts = new ArrayList<>();
    private State state = State.WHOLE;

    /** As Restcomm's: its first step is not taken back when a later one fails. */
    private void invalidate() {
        if (state != State.WHOLE) {
            throw new IllegalStateException("SipApplicationSession already invalidated");
        }
        state = State.HALF;
        parts.stream().filter(part -> part.isValid).forEach(Part::invalidate);
        state = State.GONE;
    }

    private SipApplicationSession records() {
        return proxy(
                SipApplicationSession.class,
                method -> {
                    if (method.getName().equals("invalidate")) {
                        invalidate();
                        return null;
                    }
                    if (state == State.GONE) {
                        throw new IllegalStateException("SipApplicationSession is invalid");
                    }
                    return parts.stream()
                            .filter(part -> part.isValid)
                            .map(part -> proxy(SipSession.class, ended -> end(part)))
                            .iterator();
                });
    }

    private static Object end(Part part) {
        part.invalidate();
        return null;
    }

    private interface Answer {
        Object to(Method method);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        RecordsTest.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> answer.to(method)));
    }

    @Test
    void areForgottenWhole() {
        parts.addAll(List.of(new Part(false), new Part(false)));
        Records.forget(records());
        assertThat(state).isEqualTo(State.GONE);
    }

    @Test
    void areForgottenThoughAnotherThreadIsFasterWithAPart() {
        parts.addAll(List.of(new Part(true), new Part(false), new Part(true)));
        Records.forget(records());
        assertThat(state).isEqualTo(State.GONE);
    }

    @Test
    void mayBeGoneAlready() {
        state = State.GONE;
        Records.forget(records());
        assertThat(state).isEqualTo(State.GONE);
    }
}
