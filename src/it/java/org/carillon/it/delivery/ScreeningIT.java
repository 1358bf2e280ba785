package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.carillon.it.agent.SipMessage;
import org.carillon.it.container.Deployments;
import org.carillon.rules.Rule;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checks of an INVITE, in their order, before any device hears of it. */
class ScreeningIT extends DeliveryTest {
    @Deployment(testable = false)
    static WebArchive carillon() {
        return Deployments.carillon(
                Map.of(
                        "blocked-originators", "mallory@localhost",
                        "required-user-agent", "CPM-client/OMA2.0",
                        "error-info", "https://example.com/update",
                        "allow-anonymous", "off",
                        "min-session-expires", "120",
                        "home-domains", "localhost"));
    }

    private Sender alice;
    private Device phone;

    @BeforeEach
    void bobHasAPhone() {
        phone = stage.device("phone");
        alice = stage.alice();
        alice.call().with("User-Agent", "CPM-client/OMA2.2").with("Supported", "timer");
    }

    @AfterEach
    void noDeviceHasHeardOfARefusedMessage() {
        if (alice.finals().stream().anyMatch(m -> m.status() != 486)) {
            assertThat(phone.seen("INVITE")).isEmpty();
        }
    }

    @Test
    @Rule({"S-2", "S-7", "C-1", "C-2"})
    void theOriginatorIsLookedAtFirst() {
        alice.call()
                .replacing("P-Asserted-Identity", "<sip:mallory@localhost>")
                .replacing("User-Agent", "CPM-client/OMA1.0")
                .with("Privacy", "id")
                .with("Session-Expires", "90");
        SipMessage refusal = alice.invites().expectRefusal(403);
        assertThat(refusal.header("Warning").orElseThrow())
                .matches("399 \\S+ \"Originator not allowed.*\"");
        assertThat(refusal.header("Error-Info")).isEmpty();
    }

    @Test
    @Rule({"S-2", "C-2"})
    void nobodyKnowsWhoTheOriginatorIs() {
        alice.call().replacing("P-Asserted-Identity", "");
        alice.invites().expectRefusal(403);
    }

    @Test
    @Rule({"S-2", "S-8"})
    void theUserHasBlockedTheOriginator() {
        stage.bobPrefers("{\"blockedOriginators\": [\"alice@localhost\"]}");
        alice.invites().expectRefusal(403);
    }

    @Test
    @Rule({"S-3", "S-7", "C-1", "C-2"})
    void thenTheUserAgent() {
        alice.call()
                .replacing("User-Agent", "CPM-client/OMA1.0")
                .with("Privacy", "id")
                .with("Session-Expires", "90");
        SipMessage refusal = alice.invites().expectRefusal(403);
        assertThat(refusal.header("Error-Info")).contains("<https://example.com/update>");
    }

    @Test
    @Rule({"S-4", "S-7", "C-1", "C-2"})
    void thenAnonymity() {
        alice.call().with("Privacy", "id").with("Session-Expires", "90");
        SipMessage refusal = alice.invites().expectRefusal(403);
        assertThat(refusal.header("Warning").orElseThrow()).contains("Anonymous");
        assertThat(refusal.header("Error-Info")).isEmpty();
    }

    @Test
    @Rule({"S-5", "S-7", "C-2"})
    void thenTheSessionTimer() {
        alice.call().with("Session-Expires", "119");
        SipMessage refusal = alice.invites().expectRefusal(422);
        assertThat(refusal.header("Min-SE")).contains("120");
    }

    @Test
    @Rule({"S-7", "C-2"})
    void whoPassesThemAllReachesTheDevices() {
        alice.call().with("Session-Expires", "120");
        alice.invites();
        phone.expectInvite();
        phone.refuses(486);
        alice.expectRefusal(486);
    }
}
