package org.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.bench.Sipp;
import org.carillon.it.agent.DeviceCall;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SenderCall;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.War;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIPp plays an S-CSCF whose registration events carry GRUUs and feature tags, which Kamailio's do
 * not. The INVITEs go by the Route that the sender's came with, to somebody who can tell them
 * apart.
 */
class SippCoreIT {
    private static final String GRUU = "sip:bob@localhost;gr=urn:uuid:f81d4fae-7dec-11d0-a765-";

    @TempDir Path directory;

    @Test
    @Rule({"S-8", "S-10", "S-11"})
    void everyDeviceThatTheCoreTellsOfIsInvitedByItsGruu() throws Exception {
        Neighbour.require("sipp", "sip-tester");
        try (Sipp core = new Sipp("core-tells", directory).with("-s", "bob").calls(1);
                Server server = Server.start(options(core.port()));
                RawSipAgent way = RawSipAgent.overUdp("way", server.sipAddress())) {
            core.start();
            SenderCall alice = Wording.largeMessage(way, "sip:bob@localhost", "to-gruus");
            alice.with("Route", "<sip:" + way.server() + ";lr>")
                    .with("Route", "<" + way.contact() + ";lr>")
                    .invite();

            List<DeviceCall> invited = Stream.generate(way::expectInvite).limit(2).toList();

            invited.forEach(device -> device.refuse(486).expectAck());
            alice.expect(486);
            alice.ackRefusal();
            assertThat(invited)
                    .extracting(device -> device.message().requestUri())
                    .containsExactlyInAnyOrder(GRUU + "00a0c91e6bf6", GRUU + "00a0c91e6bf7");
            assertThat(way.seen(m -> m.start().startsWith("INVITE ")))
                    .as("and nobody else, such as who shows another service")
                    .hasSize(2);
            assertThat(core.succeeds().successful()).isEqualTo(1);
        }
    }

    private ServerOptions options(int corePort) {
        return ServerOptions.onFreePorts(directory.resolve("data"), War.ofThisBuild())
                .with(
                        Map.of(
                                "device-source",
                                "reg-event",
                                "core-route",
                                "<sip:127.0.0.1:" + corePort + ";lr>"));
    }
}
