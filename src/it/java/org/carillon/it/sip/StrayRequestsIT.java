package org.carillon.it.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.carillon.call.Aor;
import org.carillon.call.Icsi;
import org.carillon.call.RegisterRequest;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SenderCall;
import org.carillon.it.agent.SipMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that belong to no call, over TCP. */
class StrayRequestsIT {
    @TempDir static Path directory;
    private static SipSide server;

    private final RawSipAgent alice = RawSipAgent.overTcp("alice", server.address());

    @BeforeAll
    static void start() throws Exception {
        server = new SipSide(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothingIsLeft() {
        alice.close();
        server.calls().drain(false);
        assertThat(server.calls().faults()).isEmpty();
        Eventually.is(LiveSessions::now, Set.of());
    }

    private SipMessage answerTo(SipMessage request) {
        alice.send(request);
        return alice.expectFinal(request);
    }

    @Test
    void optionsTellsWhatIsTaken() {
        SipMessage ok = answerTo(alice.request("OPTIONS", "sip:bob@localhost"));
        assertThat(ok.status()).isEqualTo(200);
        assertThat(String.join(",", ok.all("Allow"))).contains("INVITE").contains("UPDATE");
        assertThat(String.join(",", ok.all("Accept"))).contains("application/sdp");
    }

    @ParameterizedTest
    @CsvSource({"PUBLISH, 405", "SUBSCRIBE, 405", "REFER, 405", "FROBNICATE, 501"})
    void otherMethodsAreNotAllowed(String method, int status) {
        SipMessage refusal =
                answerTo(alice.request(method, "sip:bob@localhost").with("Event", "x"));
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(String.join(",", refusal.all("Allow"))).contains("INVITE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "UPDATE", "INVITE", "INFO"})
    void noDialogNoTransaction(String method) {
        // Addressed to ourselves, as inside a dialog: others the container would send on.
        SipMessage request = alice.request(method, "sip:" + alice.server());
        SipMessage inDialog = request.replacing("To", "<sip:bob@localhost>;tag=gone");
        assertThat(answerTo(inDialog).status()).isEqualTo(481);
    }

    @Test
    void aDrainingServerSaysWhenToComeBack() {
        server.calls().drain(true);
        SenderCall call = alice.call("sip:bob@localhost").offering(Sdp.OFFER).invite();
        assertThat(call.expect(503).header("Retry-After")).isPresent();
        call.ackRefusal();
    }

    /** As an INVITE would be answered (RFC 3261 §11.2): a balancer asks by it. */
    @Test
    void optionsSaySoToo() {
        SipMessage options = alice.request("OPTIONS", "sip:" + alice.server());
        assertThat(answerTo(options).status()).isEqualTo(200);
        server.calls().drain(true);
        SipMessage refusal = answerTo(alice.request("OPTIONS", "sip:" + alice.server()));
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.header("Retry-After")).isPresent();
    }

    @Test
    void aStrangeSchemeIsRefused() {
        SenderCall call = alice.call("http://bob.example.com").invite();
        call.expect(416);
        call.ackRefusal();
    }

    private void refused(SenderCall call, int status, String header, String value) {
        SipMessage refusal = call.invite().expect(status);
        assertThat(String.join(",", refusal.all(header)).replace(" ", "")).contains(value);
        assertThat(refusal.header("Warning").orElse("")).startsWith("399 carillon \"");
        call.ackRefusal();
    }

    @Test
    void whatIsRequiredAndUnknownIsNamed() {
        SenderCall call =
                alice.call("sip:bob@localhost")
                        .with("Require", "timer, x-one")
                        .with("Require", "X-Two");
        refused(call, 420, "Unsupported", "x-one,X-Two");
        SipMessage options =
                alice.request("OPTIONS", "sip:bob@localhost").with("Require", "100rel");
        assertThat(answerTo(options).header("Unsupported")).contains("100rel");
    }

    @Test
    void whatIsRequiredAndKnownOrOfAProxyPasses() {
        SipMessage options = alice.request("OPTIONS", "sip:bob@localhost").with("Require", "timer");
        assertThat(answerTo(options.with("Proxy-Require", "x-one")).status()).isEqualTo(200);
    }

    @Test
    void anOptionsOfAStrangeSchemeIsRefused() {
        assertThat(answerTo(alice.request("OPTIONS", "http://bob.example.com")).status())
                .isEqualTo(416);
    }

    @Test
    void theBodyHasToBeSdp() {
        SenderCall call = alice.call("sip:bob@localhost").withBody("application/sdpx", Sdp.OFFER);
        refused(call, 415, "Accept", "application/sdp");
        SenderCall encoded = alice.call("sip:bob@localhost").offering(Sdp.OFFER);
        refused(encoded.with("Content-Encoding", "gzip"), 415, "Accept-Encoding", "identity");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain                | 406",
                "text/plain, message/cpim  | 406",
                "APPLICATION/SDP;q=0.1     | 488",
                "text/plain, application/* | 488",
                "*/*                       | 488"
            })
    void theAnswerHasToBeReadable(String accept, int status) {
        SenderCall call = alice.call("sip:bob@localhost").offering(Sdp.OFFER);
        call.with("Accept", accept).invite().expect(status);
        call.ackRefusal();
    }

    @Test
    void anAddressOfRecordIsASipUri() {
        SipMessage register =
                alice.request("REGISTER", "sip:localhost").replacing("To", "<isbn:2983792873>");
        SipMessage refusal = answerTo(register);
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.header("Warning").orElse("")).contains("sip or sips URI");
    }

    @Test
    void theInviteIsTranslatedWhole() {
        SenderCall call =
                alice.call("sip:Bob@LOCALHOST")
                        .replacing("From", "\"Alice \\\"A\\\"\" <sip:alice@localhost>;tag=a1")
                        .with("a", "*;" + Icsi.featureParameter(Icsi.LARGE_MESSAGE))
                        .with("P-Asserted-Identity", "<sip:alice@localhost>")
                        .with("P-Asserted-Identity", "<tel:+15551230001>")
                        .with("Route", "<sip:" + alice.server() + ";lr>")
                        .with("Route", "<sip:odi_42@127.0.0.1:5999;lr>")
                        .withBody("multipart/mixed;boundary=b1", multipart())
                        .invite();
        call.expect(480);
        call.ackRefusal();

        var invite = server.calls().invite(call.message().callId());
        assertThat(invite.recipient()).isEqualTo(Aor.of("sip:Bob@localhost"));
        assertThat(invite.from()).isEqualTo("\"Alice \\\"A\\\"\" <sip:alice@localhost>");
        assertThat(invite.to()).isEqualTo("<sip:Bob@LOCALHOST>");
        assertThat(invite.route()).containsExactly("<sip:odi_42@127.0.0.1:5999;lr>");
        assertThat(invite.maxForwards()).isEqualTo(70);
        assertThat(invite.trustedPeer()).isTrue();
        assertThat(invite.headers().all("Accept-Contact")).hasSize(1);
        assertThat(invite.headers().all("P-Asserted-Identity"))
                .containsExactly("<sip:alice@localhost>", "<tel:+15551230001>");
        assertThat(invite.contentType()).contains("multipart/mixed");
        assertThat(invite.offer()).contains(Sdp.OFFER);
    }

    private static String multipart() {
        return "--b1\r\nContent-Type: message/cpim\r\n\r\nFrom: <sip:alice@localhost>\r\n\r\n\r\n"
                + "--b1\r\nContent-Type: application/sdp\r\n\r\n"
                + Sdp.OFFER
                + "\r\n--b1--\r\n";
    }

    @Test
    void registrationsReachTheRegistrarAndComeBackWithAGruu() throws Exception {
        SipMessage register =
                alice.request("REGISTER", "sip:localhost")
                        .replacing("From", "<sip:bob@localhost>;tag=r1")
                        .replacing("To", "<sip:bob@localhost>")
                        .replacing(
                                "Contact",
                                "<"
                                        + alice.contact()
                                        + ">;+sip.instance=\"<urn:uuid:f81d>\";q=0.5;expires=600;"
                                        + Icsi.featureParameter(Icsi.LARGE_MESSAGE))
                        .with("Path", "<sip:edge.localhost;lr>")
                        .with("Supported", "gruu, path");
        SipMessage ok = answerTo(register);

        RegisterRequest seen = server.registrar().requests().poll(10, TimeUnit.SECONDS);
        assertThat(seen.user()).isEqualTo(Aor.of("sip:bob@localhost"));
        assertThat(seen.requestHost()).isEqualTo("localhost");
        assertThat(seen.callId()).isEqualTo(register.callId());
        assertThat(seen.cseq()).isEqualTo(1);
        assertThat(seen.path()).containsExactly("<sip:edge.localhost;lr>");
        assertThat(seen.supported()).containsExactly("gruu", "path");
        assertThat(seen.wildcard()).isFalse();
        assertThat(seen.trustedPeer()).isTrue();
        assertThat(seen.contacts())
                .containsExactly(
                        new RegisterRequest.RegisterContact(
                                alice.contact(),
                                OptionalLong.of(600),
                                500,
                                Optional.of("urn:uuid:f81d"),
                                Optional.empty(),
                                List.of(Icsi.LARGE_MESSAGE)));
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.header("Path")).contains("<sip:edge.localhost;lr>");
        assertThat(ok.header("Contact").orElse(""))
                .startsWith("<" + alice.contact() + ">")
                .contains("expires=600", "pub-gruu=\"" + TestRegistrar.GRUU + "\"")
                .contains("+sip.instance=\"<urn:uuid:f81d>\"");
    }

    @Test
    void unregisteringEverything() throws Exception {
        SipMessage register =
                alice.request("REGISTER", "sip:localhost")
                        .replacing("To", "<sip:bob@localhost>")
                        .replacing("Contact", "*")
                        .with("Expires", "0");
        assertThat(answerTo(register).status()).isEqualTo(200);
        RegisterRequest seen = server.registrar().requests().poll(10, TimeUnit.SECONDS);
        assertThat(seen.wildcard()).isTrue();
        assertThat(seen.expires()).isEqualTo(OptionalLong.of(0));
        assertThat(seen.contacts()).isEmpty();
    }

    @Test
    void aStoreThatIsDownIsA503() {
        SipMessage register =
                alice.request("REGISTER", "sip:localhost").replacing("To", "<sip:down@localhost>");
        SipMessage refusal = answerTo(register);
        assertThat(refusal.header("Retry-After")).isPresent();
        assertThat(refusal.header("Warning").orElse("")).contains("the store does not answer");
        server.registrar().requests().clear();
    }
}
