package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.carillon.it.agent.Eventually;
import org.carillon.it.container.Deployments;
import org.carillon.rules.Rule;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What is kept of a message, and what a multipart INVITE carries along. */
class HistoryIT extends DeliveryTest {
    @Deployment(testable = false)
    static WebArchive carillon() {
        return Deployments.carillon(Map.of("silence-timeout", "1s"));
    }

    @Test
    @Rule({"S-19", "C-28"})
    void oneObjectWhateverTheNumberOfDevices() throws IOException {
        String message = Message.inLines(50_000);
        Sender alice = stage.alice();
        alice.call().with("Subject", "bells").with("Date", "Tue, 17 Feb 2015 06:54:27 GMT");
        alice.delivers(message, stage.device("phone"), stage.device("tablet"));

        Eventually.holds("recorded", () -> !stage.history().isEmpty());
        assertThat(stage.history()).hasSize(1);
        String object = Files.readString(stage.history().get(0), StandardCharsets.ISO_8859_1);
        assertThat(object)
                .startsWith("From: sip:alice@localhost\r\n")
                .contains(
                        "\r\nTo: " + stage.bob() + "\r\n",
                        "\r\nDate: Tue, 17 Feb 2015 06:54:27 ",
                        "\r\nSubject: bells\r\n",
                        "\r\nConversation-ID: " + Sender.CONVERSATION + "\r\n",
                        "\r\nContribution-ID: " + Sender.CONTRIBUTION + "\r\n",
                        "\r\nAccept-Contact: " + Sender.LARGE_MESSAGE + "\r\n",
                        "\r\nIMDN-Message-ID: PH7qAIV8cgH5\r\n")
                .endsWith("\r\n\r\n" + message);
        assertThat(stage.history().get(0).toString()).contains(Sender.CONVERSATION);
    }

    @Test
    @Rule({"S-19", "C-28"})
    void nothingIsKeptForWhoDoesNotWantIt() {
        stage.bobPrefers("{\"recordHistory\": false}");
        Sender alice = stage.alice();
        alice.delivers(Message.saying("hello"), stage.device("phone"));
        alice.msrp().expectClosed();
        assertThat(stage.history()).isEmpty();
    }

    @Test
    @Rule("C-29")
    void aStoreThatIsDownDelaysHistoryAndNothingElse() throws IOException {
        stage.blockMaildir();
        Sender alice = stage.alice();
        LogLines log = new LogLines();
        try {
            alice.delivers(Message.saying("hello"), stage.device("phone"));
            alice.hasNoBye();
            assertThat(alice.reports()).isEmpty();
            String call = "call-id=\"" + alice.call().message().callId() + '"';
            log.expect("event=history-waiting", call, "setting=data-directory");

            Files.delete(stage.maildir());
            log.expect("event=history-stored", call);
            assertThat(stage.history()).hasSize(1);
        } finally {
            log.close();
        }
    }

    @Test
    @Rule("C-31")
    void everyPartButTheSdpReachesTheDeviceAsItIs() {
        Sender alice = stage.alice();
        Device phone = stage.device("phone");
        String before = "--b1\r\nContent-Type: message/cpim\r\n\r\nSubject: \u00e9\r\n\r\n\r\n";
        String after = "\r\n--b1\r\nContent-Type: a/b;x=\"y\"\r\n\r\n octets \r\n--b1--\r\n";
        alice.call()
                .withBody(
                        "multipart/mixed;boundary=b1",
                        before
                                + "--b1\r\nContent-Type: application/sdp\r\n\r\n"
                                + alice.offer().text()
                                + after);
        alice.invitesAsIs();
        var invite = phone.expectInvite();
        assertThat(invite.header("Content-Type").orElseThrow())
                .startsWith("multipart/mixed")
                .contains("b1");
        assertThat(invite.body()).startsWith(before).endsWith(after);
        assertThat(phone.offer().path()).hasSize(2).last().isEqualTo(alice.msrp().uri());
        phone.refuses(486);
        alice.expectRefusal(486);
    }
}
