package org.carillon.it.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.carillon.it.agent.Eventually;
import org.carillon.it.sip.LiveSessions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIP messages in a TCP stream: lengths that lie, messages cut and joined. */
class TcpStreamIT {
    @TempDir static Path directory;
    private static Product product;

    private final Stranger peer = new Stranger(product.sip());
    private final String callId = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws Exception {
        product = new Product(directory);
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @AfterEach
    void stillWorksAndNothingIsLeft() {
        assertThat(peer.probe()).isEqualTo(200);
        peer.close();
        Eventually.is(LiveSessions::now, Set.of());
        assertThat(product.log().takeComplaints()).isEmpty();
    }

    private static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 2147483647, 413",
        "Content-Length: 65536, 413",
        "Content-Length: 99999999999, 413",
        "Content-Length: -1, 400",
        "l: many, 400",
        "l:, 400"
    })
    void lengthsThatLieAreAnsweredAndCostNothing(String field, int status) throws IOException {
        write(peer.connect(), peer.options("TCP", callId, field + "\r\n"));
        assertThat(peer.finalStatus(callId)).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"l: 4", "Content-Length : 4", "CONTENT-LENGTH:\r\n 4"})
    void everyFormOfTheLengthIsUnderstood(String field) throws IOException {
        String second = UUID.randomUUID().toString();
        String type = "\r\nContent-Type: text/plain\r\n";
        write(
                peer.connect(),
                peer.options("TCP", callId, field + type)
                        + "body"
                        + peer.options("TCP", second, ""));
        assertThat(peer.finalStatus(callId)).isEqualTo(200);
        assertThat(peer.finalStatus(second)).isEqualTo(200);
    }

    /** Each has a thread of its own, and neither knows that the other is first. */
    @Test
    void twoThatAreTheFirstOfTheirConnectionAreBothAnswered() throws IOException {
        for (int i = 0; i < 100; i++) {
            String first = UUID.randomUUID().toString();
            String second = UUID.randomUUID().toString();
            write(
                    peer.connect(),
                    peer.options("TCP", first, "l: 0\r\n")
                            + peer.options("TCP", second, "l: 0\r\n"));
            assertThat(peer.finalStatus(first)).isEqualTo(200);
            assertThat(peer.finalStatus(second)).isEqualTo(200);
        }
    }

    @Test
    void oneOctetInASegment() throws IOException {
        Socket connection = peer.connect();
        for (byte octet : peer.options("TCP", callId, "l: 0\r\n").getBytes(ISO_8859_1)) {
            connection.getOutputStream().write(octet);
        }
        assertThat(peer.finalStatus(callId)).isEqualTo(200);
    }

    @Test
    void aHeaderWithoutEndIsRefused() throws IOException {
        write(peer.connect(), peer.options("TCP", callId, "Subject: " + "x".repeat(70_000)));
        assertThat(peer.finalStatus(callId)).isEqualTo(413);
    }

    @Test
    void aBrokenStreamIsClosedAfterItsAnswer() throws IOException {
        Socket connection = peer.connect();
        write(connection, peer.options("TCP", callId, "l: many\r\n"));
        assertThat(peer.finalStatus(callId)).isEqualTo(400);
        Eventually.is(() -> peer.closed(connection), true);
    }

    @Test
    void theEndOfAConnectionIsNotTheEndOfAMessage() throws IOException {
        Socket connection = peer.connect();
        String whole = peer.options("TCP", callId, "");
        write(connection, whole.substring(0, whole.length() - 2));
        connection.shutdownOutput();
        Eventually.is(() -> peer.closed(connection), true);
        assertThat(peer.probe()).isEqualTo(200);
        assertThat(peer.received(callId)).isEmpty();
    }

    @Test
    void halfAMessageCostsNobodyElseAnything() throws IOException {
        write(peer.connect(), peer.options("TCP", callId, "l: 4\r\n") + "bo");
        assertThat(peer.probe()).isEqualTo(200);
        assertThat(peer.received(callId)).isEmpty();
    }
}
