package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.carillon.msrp.MsrpPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where we connect to, and where we do not. */
class ConnectorTest {
    @TempDir Path spool;
    private final News news = new News();
    private Relay relay;
    private ServerSocket device;

    @BeforeEach
    void start() throws IOException {
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        relay = Relay.start(RelayOptions.of(listen, "127.0.0.1", spool), new SecureRandom());
        device = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        device.close();
        relay.close();
    }

    private ConnectTarget at(String host) {
        return new ConnectTarget(host, device.getLocalPort(), false);
    }

    private void seat(ConnectTarget... targets) {
        RoomHandle room = ((Opening.Opened) relay.open(RoomStage.request(1), news)).room();
        room.seatDevice(
                0,
                new Leg(
                        MsrpPath.of(room.devices().get(0)),
                        RelayTest.path("msrp://device.example:9/d;tcp"),
                        List.of(targets)));
    }

    @Test
    void aHostThatDoesNotResolveGivesWayToTheNext() throws IOException {
        seat(at("no-such-host.invalid"), at("127.0.0.1"));
        try (Peer peer = new Peer(device.accept())) {
            Await.until("bound", () -> peer.heard.contains("empty SEND"));
        }
    }

    @Test
    void aNameThatResolvesIsConnectedTo() throws IOException {
        seat(at("localhost"));
        try (Peer peer = new Peer(device.accept())) {
            Await.until("bound", () -> peer.heard.contains("empty SEND"));
        }
    }

    @Test
    void noHostThatResolvesIsUnreachable() {
        seat(at("no-such-host.invalid"), at("neither-this.invalid"));
        Await.until("lost", () -> !news.told.isEmpty());
        assertThat(news.told).containsExactly("lost 0 UNREACHABLE 408");
    }

    @Test
    void aHostThatIsNotAllowedDoesNotGiveWay() {
        seat(at("203.0.113.9"), at("127.0.0.1"));
        Await.until("lost", () -> !news.told.isEmpty());
        assertThat(news.told).containsExactly("lost 0 NOT_ALLOWED 408");
        assertThat(relay.metrics().limits()).containsEntry("connect-networks", 1L);
        assertThat(relay.metrics().value(RelayMetrics.Counter.CONNECTED)).isZero();
    }

    @Test
    void anIpv4AddressInIpv6ClothesIsJudgedAsWhatItIs() {
        seat(at("[::ffff:203.0.113.9]"));
        Await.until("lost", () -> !news.told.isEmpty());
        assertThat(news.told).containsExactly("lost 0 NOT_ALLOWED 408");
    }

    @Test
    void aRefusedConnectionIsUnreachable() throws IOException {
        ConnectTarget gone = at("127.0.0.1");
        device.close();
        seat(gone);
        Await.until("lost", () -> !news.told.isEmpty());
        assertThat(news.told).containsExactly("lost 0 UNREACHABLE 408");
    }
}
