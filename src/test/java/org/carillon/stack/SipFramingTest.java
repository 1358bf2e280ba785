package org.carillon.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipFramingTest {
    private static final int LIMIT = 200;
    private static final String TWO =
            "A x SIP/2.0\r\nl: 4\r\n\r\nbodyB x SIP/2.0\r\nContent-Length : 2\r\n\r\nhi";

    private final List<String> seen = new ArrayList<>();
    private final SipFraming framing = new SipFraming(LIMIT, new Seen());

    private final class Seen implements SipFraming.Sink {
        @Override
        public void message(SipHead head, byte[] octets, byte[] body) {
            assertThat(head).isEqualTo(SipHead.of(octets));
            seen.add(octets[0] + ":" + new String(body, ISO_8859_1));
        }

        @Override
        public void keepAlive() {
            seen.add("keep-alive");
        }

        @Override
        public void broken(SipHead head, MessageFault fault) {
            seen.add("broken " + fault.status());
        }
    }

    private void add(String text) {
        framing.add(text.getBytes(ISO_8859_1));
    }

    private void addHead(String headers) {
        add("A x SIP/2.0\r\n" + headers + "\r\n\r\n");
    }

    @Test
    void findsTheSameMessagesAtEverySplit() {
        byte[] octets = TWO.getBytes(ISO_8859_1);
        for (int split = 0; split <= octets.length; split++) {
            seen.clear();
            framing.add(Arrays.copyOf(octets, split));
            framing.add(Arrays.copyOfRange(octets, split, octets.length));
            assertThat(seen).as("split at %d", split).containsExactly("65:body", "66:hi");
        }
    }

    @Test
    void findsTheSameMessagesOctetByOctet() {
        for (byte octet : TWO.getBytes(ISO_8859_1)) {
            framing.add(new byte[] {octet});
        }
        assertThat(seen).containsExactly("65:body", "66:hi");
    }

    @Test
    void knowsWhenAMessageHasBegunAndNotEnded() {
        add("\r\n\r\n");
        assertThat(framing.isInMessage()).isFalse();
        add("A x SIP/2.0\r\nl: 1\r\n");
        assertThat(framing.isInMessage()).isTrue();
        add("\r\n");
        assertThat(framing.isInMessage()).isTrue();
        assertThat(framing.begun()).isEqualTo(1);
        add("xB");
        assertThat(framing.isInMessage()).isTrue();
        assertThat(framing.begun()).isEqualTo(2);
        add("x SIP/2.0\r\n\r\n");
        assertThat(framing.isInMessage()).isFalse();
    }

    @Test
    void aMessageWithoutLengthHasNoBodyWhateverWasBefore() {
        addHead("l: 1");
        add("x");
        addHead("Subject: none");
        addHead("Subject: none");
        assertThat(seen).containsExactly("65:x", "65:", "65:");
    }

    @Test
    void foldingAndLeadingZerosAreTaken() {
        addHead("CONTENT-length:\r\n  00002");
        add("hi");
        assertThat(seen).containsExactly("65:hi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "l: -1",
                "l: x",
                "l: 1e1",
                "l:",
                "l: 1\r\nl: 2",
                "l: 1 2",
                "l: 1\r\nContent-Length: 3"
            })
    void aLengthThatMakesNoSenseBreaksTheStream(String headers) {
        addHead(headers);
        addHead("l: 0");
        assertThat(seen).containsExactly("broken 400");
        assertThat(framing.isBroken()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"l: 2147483647", "l: 999999999999", "l: 200"})
    void aLengthOverTheLimitBreaksTheStreamBeforeAnythingIsAllocated(String headers) {
        addHead(headers);
        assertThat(seen).containsExactly("broken 413");
    }

    @Test
    void theLimitItselfIsTaken() {
        String head = "A x SIP/2.0\r\nl: 177\r\n\r\n";
        add(head);
        add("x".repeat(LIMIT - head.length()));
        assertThat(seen).hasSize(1);
    }

    @Test
    void aHeadThatNeverEndsBreaksTheStream() {
        add("A x SIP/2.0\r\nSubject: " + "x".repeat(LIMIT));
        assertThat(seen).containsExactly("broken 413");
    }

    @Test
    void keepAlivesBetweenMessagesAreAnsweredAndNeverAddUp() {
        for (int i = 0; i < LIMIT; i++) {
            add("\r\n\r\n");
        }
        addHead("l: 0");
        assertThat(seen).hasSize(LIMIT + 1).endsWith("keep-alive", "65:");
    }

    @Test
    void oneLineEndBeforeAMessageIsNoKeepAlive() {
        add("\r\n");
        addHead("l: 0");
        add("\r\n");
        addHead("l: 0");
        assertThat(seen).containsExactly("65:", "65:");
    }
}
