package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.carillon.it.agent.SipMessage;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** REGISTER on the wire (RFC 3261 §10, RFC 5627), and what a restart leaves of it. */
class RegistrarIT {
    private static final Path WAR = Path.of("target/carillon.war");

    @TempDir Path data;

    @Test
    @Rule({"S-8", "S-10", "C-4", "C-30"})
    void bindingsSurviveARestart() throws Exception {
        String recipient;
        Device phone;
        try (Server first = Server.start(ServerOptions.onFreePorts(data, WAR));
                Stage before = Stage.of(first, data)) {
            registersByTheRules(before);
            phone = before.device("phone");
            recipient = before.bob();
            before.forget(phone);
        }
        try (Server second = Server.start(ServerOptions.onFreePorts(data, WAR));
                Stage after = Stage.of(second, data)) {
            Sender alice = after.aliceTo(recipient).invites();
            assertThat(phone.expectInvite().requestUri()).isEqualTo(phone.gruu());
            phone.refuses(486);
            alice.expectRefusal(486);
        } finally {
            phone.close();
        }
    }

    private static void registersByTheRules(Stage stage) {
        Device phone = stage.unregistered("phone");
        SipMessage brief = phone.registration().replacing("Expires", "59");
        SipMessage refusal = phone.sip().send(brief).expectFinal(brief);
        assertThat(refusal.status()).isEqualTo(423);
        assertThat(refusal.header("Min-Expires")).contains("60");

        String plain = phone.registers(phone.registration()).header("Contact").orElseThrow();
        assertThat(plain).startsWith("<" + phone.contact() + ">").doesNotContain("gruu");
        String tagged = phone.register().header("Contact").orElseThrow();
        assertThat(tagged).contains("pub-gruu=\"" + stage.bob() + ";gr=");

        SipMessage query = phone.registration().without("Contact").without("Expires");
        assertThat(phone.registers(query).header("Contact").orElseThrow())
                .contains("<" + phone.contact() + ">");

        SipMessage everything =
                phone.registration().replacing("Contact", "*").replacing("Expires", "0");
        assertThat(phone.registers(everything).all("Contact")).isEmpty();
        SipMessage someTime = phone.registration().replacing("Contact", "*");
        assertThat(phone.sip().send(someTime).expectFinal(someTime).status()).isEqualTo(400);

        SipMessage elsewhere = phone.registration().replacing("To", "<sip:bob@elsewhere.example>");
        assertThat(phone.sip().send(elsewhere).expectFinal(elsewhere).status())
                .isGreaterThanOrEqualTo(400);
    }
}
