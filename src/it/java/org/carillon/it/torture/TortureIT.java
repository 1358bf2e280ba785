package org.carillon.it.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.carillon.it.agent.Eventually;
import org.carillon.it.sip.LiveSessions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages of RFC 4475 and RFC 5118; what each leads to stands in expected.txt. */
class TortureIT {
    @TempDir static Path directory;
    private static Product product;
    private static NormalDelivery delivery;

    private final Stranger peer = new Stranger(product.sip());
    private final String mark = TortureMessage.mark();

    static Stream<TortureMessage> messages() throws IOException {
        return TortureMessage.all();
    }

    @BeforeAll
    static void start() throws Exception {
        product = new Product(directory);
        delivery = new NormalDelivery(product.sip(), directory);
    }

    @AfterAll
    static void aNormalDeliveryStillSucceeds() throws Exception {
        delivery.succeeds();
        delivery.close();
        product.close();
    }

    @AfterEach
    void nothingIsLeftAndTheServerWorks() {
        assertThat(peer.probe()).isEqualTo(200);
        peer.close();
        Eventually.is(LiveSessions::now, Set.of());
        assertThat(product.log().takeComplaints()).isEmpty();
    }

    @Test
    void everyMessageHasItsLine() throws IOException {
        assertThat(messages().map(TortureMessage::name))
                .hasSameElementsAs(TortureMessage.files())
                .hasSize(62);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void overUdp(TortureMessage message) throws IOException {
        peer.sendUdp(message.octets("UDP", mark));
        answeredWith(message.udp());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void overTcp(TortureMessage message) throws Exception {
        peer.connect().getOutputStream().write(message.octets("TCP", mark));
        answeredWith(message.tcp());
        delivery.succeeds();
    }

    @Test
    void whatFollowsAMessageInItsDatagramIsNoise() throws IOException {
        TortureMessage two = new TortureMessage("rfc4475/dblreq", "", "");
        peer.sendUdp(two.octets("UDP", mark));
        answeredWith("200");
        assertThat(peer.probe()).isEqualTo(200);
        assertThat(peer.received("CSeq: 8 INVITE")).isEmpty();
    }

    private void answeredWith(String status) {
        if (status.equals("-")) {
            // Whatever the message did is done when a later request has its answer.
            assertThat(peer.probe()).isEqualTo(200);
            assertThat(peer.received(mark)).isEmpty();
        } else {
            assertThat(Integer.toString(peer.finalStatus(mark))).isEqualTo(status);
        }
    }
}
