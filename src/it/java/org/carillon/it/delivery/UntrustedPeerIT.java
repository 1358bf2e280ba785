package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.carillon.it.agent.SipMessage;
import org.carillon.it.container.Deployments;
import org.carillon.rules.Rule;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** A peer outside of trusted-peers. */
class UntrustedPeerIT extends DeliveryTest {
    @Deployment(testable = false)
    static WebArchive carillon() {
        return Deployments.carillon(Map.of("trusted-peers", "203.0.113.0/24"));
    }

    @Test
    @Rule("S-2")
    void itsIdentityIsNotBelieved() {
        SipMessage refusal = stage.alice().invites().expectRefusal(403);
        assertThat(refusal.header("Warning").orElseThrow()).contains("trusted");
    }

    @Test
    @Rule("S-8")
    void itMayNotRegister() {
        Device phone = stage.unregistered("phone");
        SipMessage register = phone.registration();
        assertThat(phone.sip().send(register).expectFinal(register).status()).isEqualTo(403);
    }
}
