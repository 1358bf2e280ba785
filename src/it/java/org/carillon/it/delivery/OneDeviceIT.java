package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.carillon.it.agent.SipMessage;
import org.carillon.it.container.Deployments;
import org.carillon.rules.Rule;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The straight path, from the INVITE to the last BYE. */
class OneDeviceIT extends DeliveryTest {
    @Deployment(testable = false)
    static WebArchive carillon() {
        return Deployments.carillon();
    }

    @Test
    @Rule({"S-1", "S-10", "S-12", "S-18", "S-21", "S-22", "S-25", "S-28", "S-29", "C-3", "C-9"})
    void overUdp() {
        delivers(stage.alice(), stage.device("phone"));
    }

    /** Often, because a connection that the server opens was once forgotten every second time. */
    @RepeatedTest(10)
    @Rule({"S-10", "S-12", "S-25", "S-29"})
    void overTcp() {
        delivers(stage.aliceOverTcp(), stage.deviceOverTcp("phone"));
    }

    private static void delivers(Sender alice, Device phone) {
        String message = Message.saying("hello");
        alice.invites();
        SipMessage invite = phone.expectInvite();
        assertThat(invite.requestUri()).isEqualTo(phone.gruu());
        phone.answers();
        alice.expect200();
        assertThat(phone.seen("ACK")).as("waits for the sender's ACK").isEmpty();
        alice.acks();
        phone.expectAck().connects();
        alice.connects().sends("a786hjs2", message).expectResponse("a786hjs2", 200);
        assertThat(phone.expectMessage()).isEqualTo(message);
        alice.byes();
        phone.expectBye();
        assertThat(phone.seen("INVITE")).hasSize(1);
        assertThat(alice.finals()).hasSize(1);
        assertThat(phone.msrp().expectClosed().seen(f -> f.header("Message-ID").equals("nothing")))
                .isEmpty();
    }
}
