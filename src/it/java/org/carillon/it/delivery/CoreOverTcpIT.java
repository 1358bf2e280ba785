package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.carillon.it.agent.PortPair;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything to the core goes over one TCP connection, whoever sends it and at the same time. */
class CoreOverTcpIT {
    private static final int DEVICES = 8;
    private static final int MESSAGES = 5;

    @TempDir Path data;

    @Test
    void oneConnectionCarriesAllThatGoesToTheCore() throws Exception {
        int port = PortPair.free();
        // Over UDP it says what it says first; the server's connection comes to its listener.
        try (RawSipAgent sip =
                RawSipAgent.overUdp(
                        "core", new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            Map<String, String> settings =
                    Map.of(
                            "device-source",
                            "reg-event",
                            "core-route",
                            "<" + sip.contact() + ";lr;transport=tcp>");
            ServerOptions options =
                    new ServerOptions(
                            "127.0.0.1",
                            port,
                            0,
                            0,
                            data,
                            settings,
                            Path.of("target/carillon.war"));
            try (Server server = Server.start(options);
                    Stage stage = Stage.of(server, data)) {
                invitesEveryDevice(stage, sip);
                assertThat(sip.connectionsAccepted()).isOne();
            }
        }
    }

    private static void invitesEveryDevice(Stage stage, RawSipAgent sip) {
        ScriptedCore core = new ScriptedCore(sip, stage.bob());
        core.registersThirdParty();
        core.expectSubscribe();
        ScriptedCore.Contact[] contacts =
                IntStream.range(0, DEVICES)
                        .mapToObj(
                                i -> ScriptedCore.Contact.active("d" + i, stage.bob() + ";gr=" + i))
                        .toArray(ScriptedCore.Contact[]::new);
        core.accepts(3600).tells("full", contacts);
        for (int message = 0; message < MESSAGES; message++) {
            Sender alice = stage.alice().invites();
            List<Device> invited =
                    IntStream.range(0, DEVICES)
                            .mapToObj(i -> new Device("d" + i, stage.bob(), sip))
                            .toList();
            invited.forEach(Device::expectInvite);
            invited.forEach(device -> device.refuses(486));
            alice.expectRefusal(486);
            invited.forEach(device -> device.msrp().close());
        }
    }
}
