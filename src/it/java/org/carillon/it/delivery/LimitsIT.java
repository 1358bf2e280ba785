package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.carillon.it.agent.DeviceCall;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.SipMessage;
import org.carillon.it.container.Deployments;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Who has too many messages in progress: a user, or an originator. */
class LimitsIT extends DeliveryTest {
    @Deployment(testable = false)
    static WebArchive carillon() {
        return Deployments.carillon(
                Map.of("max-calls-per-user", "2", "max-calls-per-originator", "3"));
    }

    private Sender of(String originator, Stage to) {
        Sender sender = stage.aliceTo(to.bob());
        sender.call().replacing("P-Asserted-Identity", "<sip:" + originator + "@localhost>");
        return sender;
    }

    @Test
    void aUserHasTooMany() {
        Device phone = stage.device("phone");
        Sender carol = of("carol", stage).invites();
        DeviceCall fromCarol = invited(phone);
        Sender dave = of("dave", stage).invites();
        DeviceCall fromDave = invited(phone);
        isRefusedForNow(of("erin", stage), "Too many messages to this user");

        fromDave.refuse(486).expectAck();
        dave.expectRefusal(486);
        Eventually.holds("there is a place again", () -> isTaken(of("erin", stage), phone));
        invited(phone).refuse(486).expectAck();
        fromCarol.refuse(486).expectAck();
        carol.expectRefusal(486);
    }

    @Test
    void anOriginatorHasTooMany() {
        try (Stage one = Stage.ofDeployed();
                Stage other = Stage.ofDeployed()) {
            Device phone = one.device("phone");
            Device tablet = other.device("tablet");
            of("mallory", one).invites();
            of("mallory", one).invites();
            of("mallory", other).invites();
            List<DeviceCall> mallorys = List.of(invited(phone), invited(phone), invited(tablet));
            isRefusedForNow(of("mallory", other), "Too many messages of this originator");

            Sender alice = of("alice", other).invites();
            invited(tablet).refuse(603).expectAck();
            alice.expectRefusal(603);
            mallorys.forEach(call -> call.refuse(486).expectAck());
        }
    }

    private static DeviceCall invited(Device device) {
        device.expectInvite();
        return device.call();
    }

    /** RFC 3261 §21.4.24: no more calls now for this user; the server itself takes them. */
    private static void isRefusedForNow(Sender sender, String why) {
        SipMessage refusal = sender.invites().expectRefusal(486);
        assertThat(refusal.header("Retry-After")).contains("30");
        assertThat(refusal.header("Warning").orElse("")).contains(why);
    }

    /** Whether the device hears of it; the call before may not be quite over yet. */
    private static boolean isTaken(Sender sender, Device device) {
        int before = device.seen("INVITE").size();
        sender.invites();
        Eventually.holds(
                "an answer",
                () -> !sender.finals().isEmpty() || device.seen("INVITE").size() > before);
        return sender.finals().isEmpty();
    }
}
