package org.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.carillon.interop.BehindKamailio.Transport;
import org.carillon.interop.Household.Dialogs;
import org.carillon.it.agent.DeviceCall;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.Received;
import org.carillon.it.agent.SenderCall;
import org.carillon.it.agent.SipMessage;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kamailio is the SIP core: devices register with it, it tells of them by registration events,
 * leads large messages here by a filter criterion, and stays in every dialog.
 */
class KamailioIT {
    @TempDir static Path directory;

    @BeforeAll
    static void look() {
        Kamailio.require();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    @Rule({"S-8", "S-11", "S-18", "S-28", "S-29", "S-30"})
    void everyDeliveryGoesThroughTheCore(Transport transport) throws Exception {
        try (BehindKamailio site = BehindKamailio.start(directory, transport)) {
            isInvitedThroughTheCore(site);
            isInvitedOverTheEdge(site);
            isPagedThroughTheCore(site);
            for (ShortDelivery way : ShortDelivery.values()) {
                try (Household home = site.household()) {
                    way.play(home);
                }
            }
            Eventually.is(() -> site.server().gauges().get("calls"), 0L);
        }
    }

    /** Two hops: the core and this server. Another would be this server again. */
    private static void isInvitedThroughTheCore(BehindKamailio site) throws Exception {
        try (Household home = site.household()) {
            Dialogs dialogs = home.invite();
            isInvitedThroughTheCore(dialogs.phone());
            isInvitedThroughTheCore(dialogs.tablet());
            dialogs.phone().refuse(486).expectAck();
            dialogs.tablet().refuse(486).expectAck();
            dialogs.sender().expect(486);
            dialogs.sender().ackRefusal();
        }
    }

    /** The address is nobody's: whoever does not follow the Path is never heard there. */
    private static void isInvitedOverTheEdge(BehindKamailio site) throws Exception {
        String contact = "sip:watch@192.0.2.7:5070";
        try (Household home = site.household();
                RawSipAgent edge = site.agent("edge")) {
            site.oneMore(() -> home.registerBehind(edge, contact));
            Dialogs dialogs = home.invite();
            DeviceCall watch = Household.invited(edge, dialogs.sender());
            assertThat(watch.message().requestUri()).isEqualTo(contact);
            assertThat(watch.message().all("Route")).containsExactly("<" + edge.contact() + ";lr>");
            for (DeviceCall device : List.of(watch, dialogs.phone(), dialogs.tablet())) {
                device.refuse(486).expectAck();
            }
            dialogs.sender().expect(486);
            dialogs.sender().ackRefusal();
        }
    }

    private static void isPagedThroughTheCore(BehindKamailio site) throws IOException {
        try (Household home = site.household()) {
            for (SipMessage copy : home.page()) {
                assertThat(copy.all("Via")).hasSize(2);
                assertThat(copy.all("Route")).isEmpty();
                assertThat(copy.all("Record-Route")).as("RFC 3428 §4: no dialog").isEmpty();
            }
        }
    }

    private static void isInvitedThroughTheCore(DeviceCall device) {
        SipMessage invite = device.message();
        assertThat(invite.all("Via")).hasSize(2);
        assertThat(invite.all("Record-Route")).isNotEmpty();
        assertThat(invite.all("Route")).isEmpty();
        assertThat(invite.all("P-Asserted-Identity")).containsExactly("<sip:alice@localhost>");
    }

    /** The message waits here, and the core leads to whoever registers what comes of it. */
    @ParameterizedTest
    @EnumSource(Transport.class)
    void whatWaitsGoesThroughTheCoreToo(Transport transport) throws Exception {
        String bob = "sip:" + UUID.randomUUID() + "@localhost";
        try (BehindKamailio site = BehindKamailio.deferring(directory, transport);
                RawSipAgent alice = site.agent("alice");
                RawSipAgent phone = site.agent("phone")) {
            site.oneMore(() -> Household.register(alice, "sip:alice@localhost"));
            SipMessage message = Wording.shortMessage(alice, bob);
            assertThat(alice.send(message).expectFinal(message).status()).isEqualTo(202);
            Received stored = Household.copyOf(message, alice);
            assertThat(stored.message().body()).contains("<stored/>");
            stored.reply(200);

            site.oneMore(() -> Household.register(phone, bob));
            Received late = Household.copyOf(message, phone);
            assertThat(late.message().body()).isEqualTo(message.body());
            late.reply(200);
            Eventually.is(() -> site.server().gauges().get("calls"), 0L);
        }
    }

    @Test
    void aCoreThatHasNotBeenToldOfThisServer() throws Exception {
        try (BehindKamailio site =
                        BehindKamailio.start(directory, Transport.UDP, "-A", "FORBID_SUBSCRIBE");
                Household home = site.strangers()) {
            Eventually.holds("refused", () -> site.server().counted("subscription-troubles") > 0);
            SenderCall call = home.call();
            call.expect(500); // our 503, which is about us and not about the core (RFC 3261 §16.7)
            call.ackRefusal();
            assertThat(site.health())
                    .contains("degraded", "does not let this server subscribe", "server-identity");
        }
    }
}
