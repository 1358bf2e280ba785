package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.carillon.it.agent.Eventually;
import org.carillon.it.container.Deployments;
import org.carillon.rules.Rule;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** path-mode=anchor, who connects to whom, and CEMA. */
class AnchorModeIT extends DeliveryTest {
    @Deployment(testable = false)
    static WebArchive carillon() {
        return Deployments.carillon(Map.of("path-mode", "anchor", "silence-timeout", "1s"));
    }

    private static final String MESSAGE = Message.saying("hello");

    @ParameterizedTest
    @Rule({"S-21", "C-8", "C-9"})
    @CsvSource({
        "actpass, passive, active",
        "active, passive, passive",
        "holdconn, passive, active",
        "'', passive, ''",
        "passive, active, holdconn"
    })
    void whoConnects(String offered, String answered, String byDevice) {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.offering(sdp -> sdp.replacing("a=setup", setup(offered))).invites();
        phone.expectInvite();
        assertThat(phone.offer().value("setup")).isEqualTo("actpass");
        assertThat(phone.offer().all("connection")).isEmpty();
        assertThat(phone.offer().path()).as("our URI alone").hasSize(1);
        assertThat(phone.offer().path().get(0)).isNotEqualTo(alice.msrp().uri());
        phone.answers(sdp -> sdp.with(setup(byDevice)));
        alice.expect200();
        assertThat(alice.answer().value("setup")).isEqualTo(answered);
        assertThat(alice.answer().all("connection")).isEmpty();
        assertThat(alice.answer().path()).as("our URI alone").hasSize(1);
        alice.acks();
        phone.expectAck();
        if (byDevice.equals("active")) {
            phone.connects();
        } else {
            phone.msrp().accept().expect("a SEND", frame -> frame.is("SEND"));
        }
        if (answered.equals("active")) {
            alice.msrp().accept().expect("a SEND", frame -> frame.is("SEND"));
        } else {
            alice.connects();
        }
        alice.sends("tr01", MESSAGE).expectResponse("tr01", 200);
        Eventually.holds(
                "delivered",
                () -> phone.msrp().seen(frame -> frame.body().equals(MESSAGE)).size() == 1);
        alice.byes();
        phone.expectBye();
    }

    private static String setup(String value) {
        return value.isEmpty() ? "a=x-none" : "a=setup:" + value;
    }

    @Test
    @Rule("C-32")
    void aDeviceWhosePathHostDoesNotResolveIsReachedAtItsMediaLine() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        alice.offering(sdp -> sdp.with("a=msrp-cema")).invites();
        phone.expectInvite();
        assertThat(phone.offer().has("a=msrp-cema")).isTrue();
        phone.answers(
                sdp ->
                        sdp.replacing("a=path", "a=path:msrp://nowhere.invalid:2855/phone;tcp")
                                .with("a=setup:passive")
                                .with("a=msrp-cema"));
        alice.expect200();
        alice.acks();
        phone.expectAck();
        phone.msrp().accept();
        alice.connects().sends("tr01", MESSAGE).expectResponse("tr01", 200);
        assertThat(phone.expectMessage()).isEqualTo(MESSAGE);
        alice.byes();
        phone.expectBye();
    }
}
