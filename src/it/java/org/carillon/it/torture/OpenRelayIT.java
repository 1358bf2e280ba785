package org.carillon.it.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.carillon.it.agent.Eventually;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.SenderCall;
import org.carillon.it.agent.SipMessage;
import org.carillon.it.sip.LiveSessions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that comes in is ever passed on: a third party stands where it would go. */
class OpenRelayIT {
    private static final String GONE = ";tag=gone";

    @TempDir static Path directory;
    private static Product product;
    private static RawSipAgent victim;

    private final RawSipAgent mallory = RawSipAgent.overUdp("mallory", product.sip());

    @BeforeAll
    static void start() throws Exception {
        product = new Product(directory);
        victim = RawSipAgent.overUdp("victim", product.sip());
    }

    @AfterAll
    static void stop() {
        assertThat(victim.seen(m -> true)).isEmpty();
        victim.close();
        product.close();
    }

    @AfterEach
    void nothingArrivedAndNothingIsLeft() {
        isAlive();
        mallory.close();
        assertThat(victim.seen(m -> true)).isEmpty();
        Eventually.is(LiveSessions::now, Set.of());
        assertThat(product.log().takeComplaints()).isEmpty();
    }

    private void isAlive() {
        assertThat(answerTo(mallory.request("OPTIONS", "sip:bob@localhost")).status())
                .isEqualTo(200);
    }

    private SipMessage answerTo(SipMessage request) {
        mallory.send(request);
        return mallory.expectFinal(request);
    }

    private static SipMessage tagged(SipMessage request) {
        return request.replacing("To", request.header("To").orElseThrow() + GONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INVITE",
                "BYE",
                "UPDATE",
                "INFO",
                "PRACK",
                "OPTIONS",
                "MESSAGE",
                "REFER",
                "SUBSCRIBE",
                "NOTIFY",
                "PUBLISH",
                "REGISTER",
                "FROBNICATE"
            })
    void aToTagOfNoDialogIsA481(String method) {
        SipMessage request = tagged(mallory.request(method, victim.contact()).with("Event", "x"));
        assertThat(answerTo(request).status()).isEqualTo(481);
        assertThat(answerTo(routed(request)).status()).isEqualTo(481);
    }

    private SipMessage routed(SipMessage request) {
        return request.replacing("Via", mallory.via())
                .replacing("CSeq", "2 " + request.method())
                .with("Route", "<sip:" + mallory.server() + ";lr>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BYE", "UPDATE", "INFO", "PRACK", "CANCEL"})
    void whatMakesNoSenseOutsideADialogIsA481(String method) {
        SipMessage refusal = answerTo(mallory.request(method, victim.contact()));
        assertThat(refusal.status()).isEqualTo(481);
        assertThat(refusal.toTag()).isNotEmpty();
    }

    @Test
    void aTagThatTheContainerMightHaveMadeIsA481() {
        SenderCall call = mallory.call("sip:nobody@localhost").invite();
        String ours = call.expect(488).toTag();
        call.ackRefusal();
        SipMessage bye = mallory.request("BYE", victim.contact());
        String to = bye.header("To").orElseThrow() + ";tag=" + ours;
        assertThat(answerTo(bye.replacing("To", to)).status()).isEqualTo(481);
    }

    @Test
    void strayAcksVanish() {
        mallory.send(mallory.request("ACK", victim.contact()));
        mallory.send(tagged(mallory.request("ACK", victim.contact())));
        isAlive();
        assertThat(mallory.seen(m -> m.method().equals("ACK"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy=true",
                "appname=x",
                "appname=x;app_id=y;proxy=true",
                "directive=NEW",
                "directive=forged",
                "region_label=x;region_type=y",
                "previousappname=x"
            })
    void aRouteOfOurOwnMakingCannotBeForged(String parameters) {
        for (String method : new String[] {"INVITE", "MESSAGE", "OPTIONS"}) {
            SipMessage request =
                    mallory.request(method, victim.contact())
                            .with(
                                    "Route",
                                    "<sip:%s;%s;lr>".formatted(mallory.server(), parameters));
            assertThat(answerTo(request).status()).isEqualTo(481);
            SipMessage inUri = mallory.request(method, victim.contact() + ";" + parameters);
            assertThat(answerTo(inUri).status()).isEqualTo(481);
        }
    }

    @Test
    void responsesArePassedToNobody() {
        SipMessage response =
                SipMessage.of("SIP/2.0 200 OK")
                        .with("Via", "SIP/2.0/UDP %s;branch=z9hG4bKx".formatted(mallory.server()))
                        .with("Via", victim.via())
                        .with("From", "<sip:a@localhost>;tag=a")
                        .with("To", "<sip:b@localhost>;tag=b")
                        .with("Call-ID", "stray")
                        .with("CSeq", "1 INVITE")
                        .with("Contact", "<" + victim.contact() + ">")
                        .with("Content-Length", "0");
        mallory.send(response);
        mallory.send(response.without("Via").with("Via", mallory.via()));
        isAlive();
    }

    @Test
    void aForeignRequestUriStillReachesTheApplication() {
        for (String route : new String[] {mallory.server(), "127.0.0.1:9"}) {
            SenderCall call =
                    mallory.call(victim.contact()).with("Route", "<sip:" + route + ";lr>").invite();
            call.expect(488);
            call.ackRefusal();
        }
        assertThat(answerTo(mallory.request("OPTIONS", victim.contact())).status()).isEqualTo(200);
        assertThat(answerTo(mallory.request("REFER", victim.contact())).status()).isEqualTo(405);
        assertThat(answerTo(mallory.request("MESSAGE", victim.contact())).status()).isEqualTo(415);
    }
}
