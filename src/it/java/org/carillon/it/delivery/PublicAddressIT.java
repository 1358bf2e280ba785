package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.carillon.it.agent.Nat;
import org.carillon.it.agent.PortPair;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SipMessage;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.War;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server listens on one address, and everybody reaches it by another only: the core and its
 * device over UDP, the sender over TCP, device and sender by MSRP.
 */
class PublicAddressIT {
    @TempDir Path data;

    @Test
    void nobodyLearnsTheAddressBehindTheNat() throws Exception {
        int port = PortPair.free();
        try (RawSipAgent core = RawSipAgent.overUdp("core", Nat.outside(port));
                Server server = Server.start(options(port, core));
                Nat sip = new Nat(server.sipAddress());
                Nat msrp = new Nat(server.msrpAddress().orElseThrow());
                Stage stage = Stage.of(server, data);
                Sender alice =
                        new Sender(stage.bob(), RawSipAgent.overTcp("alice", sip.address()));
                Device phone = new Device("phone", stage.bob(), core)) {
            subscribed(new ScriptedCore(core, stage.bob()), stage.bob() + ";gr=phone");
            alice.call().with("Route", "<sip:%s;transport=tcp;lr>".formatted(text(sip.address())));

            alice.delivers(Message.saying("from outside"), phone);

            showsOnly(sip, core, List.of("SUBSCRIBE", "INVITE", "ACK", "BYE"));
            assertThat(contact(alice.finals().get(0)))
                    .isEqualTo("sip:" + text(sip.address()) + ";transport=tcp");
            showsOnly(msrp, phone.offer());
            showsOnly(msrp, alice.answer());
        }
    }

    private ServerOptions options(int sipPort, RawSipAgent core) {
        Map<String, String> settings =
                Map.of(
                        "sip-public-address",
                        Nat.ADDRESS,
                        "msrp-public-address",
                        Nat.ADDRESS,
                        "device-source",
                        "reg-event",
                        "core-route",
                        "<" + core.contact() + ";lr>");
        return new ServerOptions("127.0.0.1", sipPort, 0, 0, data, settings, War.ofThisBuild());
    }

    private static void subscribed(ScriptedCore core, String gruu) {
        core.registersThirdParty();
        core.expectSubscribe();
        core.accepts(3600).tells("full", ScriptedCore.Contact.active("phone", gruu));
    }

    /** In Via and Contact of every request. */
    private static void showsOnly(Nat nat, RawSipAgent agent, List<String> methods) {
        List<SipMessage> requests = agent.seen(m -> !m.isResponse());
        assertThat(requests).extracting(SipMessage::method).containsAll(methods);
        for (SipMessage request : requests) {
            assertThat(request.all("Via"))
                    .singleElement()
                    .asString()
                    .startsWith("SIP/2.0/UDP " + text(nat.address()) + ";");
            assertThat(contact(request)).isIn("", "sip:" + text(nat.address()));
        }
        Pattern hidden = Pattern.compile("127\\.0\\.0\\.1:" + nat.address().getPort() + "\\b");
        assertThat(agent.seen(m -> hidden.matcher(m.toString()).find())).isEmpty();
    }

    private static void showsOnly(Nat nat, Sdp ours) {
        assertThat(ours.path().get(0)).startsWith("msrp://" + text(nat.address()) + "/");
        assertThat(ours.has("c=IN IP4 " + Nat.ADDRESS)).isTrue();
    }

    private static String contact(SipMessage message) {
        return message.contactUri().replaceFirst("^sip:[^@]*@", "sip:");
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
