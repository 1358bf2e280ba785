package org.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.interop.Household.Dialogs;
import org.carillon.interop.Wireshark.Packet;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.War;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Independent eyes on the wire: a delivery to a device that connects to the server and to one
 * behind a Kamailio MSRP relay, SIP once over UDP and once over TCP, as Wireshark sees it.
 */
class WiresharkIT {
    private static final int OCTETS_OF_CHUNK = 1500;

    @TempDir private Path directory;

    @Test
    void wiresharkUnderstandsEverythingAndSeesTheWholeMessage() throws Exception {
        Neighbour.require("dumpcap", "tshark");
        Neighbour.require("tshark", "tshark");
        Neighbour.require("kamailio", "kamailio");
        try (Server server =
                        Server.start(
                                ServerOptions.onFreePorts(
                                        directory.resolve("data"), War.ofThisBuild()));
                MsrpRelay relay = MsrpRelay.start(directory);
                Household overUdp = Household.overUdp(server.sipAddress());
                Household overTcp = Household.overTcp(server.sipAddress());
                Wireshark wireshark = watch(server, relay, overTcp)) {
            deliver(overUdp, relay);
            deliver(overTcp, relay);
            wireshark.stop();

            nothingIsMalformed(wireshark);
            sipIsSip(wireshark);
            everyLegCarriedTheMessage(wireshark, relay.uri());
            theTabletWasLetIn(wireshark);
        }
    }

    private Wireshark watch(Server server, MsrpRelay relay, Household called) throws IOException {
        List<Integer> sip = new ArrayList<>(called.ports());
        sip.add(server.sipAddress().getPort());
        int msrp = server.msrpAddress().orElseThrow().getPort();
        Optional<Wireshark> wireshark =
                Wireshark.watch(directory, sip, List.of(msrp, relay.port()));
        if (wireshark.isEmpty()) {
            Neighbour.missing("the right to capture on lo", "be root or in the group wireshark");
        }
        return wireshark.orElseThrow();
    }

    /** One chunk after another, or two frames would share a segment and Wireshark see one. */
    private static void deliver(Household household, MsrpRelay relay) throws IOException {
        try (Delivery delivery = household.openBehind(relay)) {
            delivery.sendSlowly(OCTETS_OF_CHUNK);
            Dialogs dialogs = delivery.dialogs();
            dialogs.sender().bye().expect(200);
            dialogs.phone().expectBye();
            dialogs.tablet().expectBye();
        }
    }

    private static void nothingIsMalformed(Wireshark wireshark) throws Exception {
        assertThat(
                        wireshark.packets(
                                "_ws.malformed || _ws.expert.severity == error",
                                "frame.number",
                                "frame.protocols",
                                "_ws.expert.message"))
                .isEmpty();
    }

    /** Alice's, the phone's and the tablet's, over UDP and over TCP. */
    private static void sipIsSip(Wireshark wireshark) throws Exception {
        for (String transport : List.of("udp", "tcp")) {
            List<Packet> sip =
                    wireshark.packets("sip && " + transport, "sip.Method", "sip.Status-Code");
            for (String method : List.of("INVITE", "ACK", "BYE")) {
                assertThat(sip)
                        .as("%s over %s", method, transport)
                        .filteredOn(packet -> packet.first(0).equals(method))
                        .hasSizeGreaterThanOrEqualTo(3);
            }
            assertThat(sip)
                    .filteredOn(packet -> packet.first(1).equals("200"))
                    .hasSizeGreaterThanOrEqualTo(6);
        }
    }

    /** Alice to us, we to the phone, we to the relay, the relay to the tablet; twice. */
    private static void everyLegCarriedTheMessage(Wireshark wireshark, String relay)
            throws Exception {
        Map<String, StringBuilder> legs = new HashMap<>();
        for (Packet send :
                wireshark.packets(
                        "msrp.method == \"SEND\" && msrp.content.type",
                        "msrp.data",
                        "msrp.transaction.id",
                        "msrp.to.path",
                        "tcp.stream")) {
            String leg = send.first(2) + " in stream " + send.first(3);
            legs.computeIfAbsent(leg, newLeg -> new StringBuilder()).append(body(send));
        }
        assertThat(legs).hasSize(8);
        assertThat(legs.keySet()).filteredOn(leg -> leg.startsWith(hostOf(relay))).hasSize(2);
        assertThat(legs).allSatisfy((leg, body) -> assertThat(body).hasToString(Delivery.LONG));
        assertThat(wireshark.packets("msrp.status.code == 200", "frame.number"))
                .hasSizeGreaterThanOrEqualTo(
                        legs.size() * (Delivery.LONG.length() / OCTETS_OF_CHUNK));
    }

    private static String hostOf(String uri) {
        return uri.substring(0, uri.indexOf(';')) + "/";
    }

    /** Wireshark counts the end-line to the body. */
    private static String body(Packet send) {
        return send.first(0).replaceFirst("\r\n-------" + send.first(1) + "[$+]\r\n$", "");
    }

    /** RFC 4976 §5.1. */
    private static void theTabletWasLetIn(Wireshark wireshark) throws Exception {
        assertThat(wireshark.packets("msrp.www.authenticate", "msrp.status.code"))
                .extracting(packet -> packet.first(0))
                .containsExactly("401", "401");
        assertThat(wireshark.packets("msrp.use.path", "msrp.status.code"))
                .extracting(packet -> packet.first(0))
                .containsExactly("200", "200");
    }
}
