package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.carillon.call.Aor;
import org.carillon.call.Device;
import org.carillon.device.ReginfoTable.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReginfoTest {
    private static final Aor JOE = Aor.of("sip:joe@example.com");
    private static final String LARGE = "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg";

    private static final String TWO_DEVICES =
            """
            <?xml version="1.0"?>
            <reginfo xmlns="urn:ietf:params:xml:ns:reginfo"
                     xmlns:gr="urn:ietf:params:xml:ns:gruuinfo" version="0" state="full">
              <registration aor="sip:joe@example.com" id="a7" state="active">
                <contact id="c1" state="active" event="registered" expires="3599" q="0.8">
                  <uri>
                    sip:joe@192.0.2.21:5060
                  </uri>
                  <unknown-param name="+sip.instance"
                      >"&lt;urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6&gt;"</unknown-param>
                  <unknown-param name="+g.3GPP.icsi-ref"
                      >"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg,\
            urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg"</unknown-param>
                  <gr:pub-gruu uri="sip:joe@example.com
                      ;gr=hha9s8d-999a"/>
                  <gr:temp-gruu uri="sip:8ffkas08@example.com;gr" first-cseq="54301"/>
                </contact>
                <contact id="c2" state="active" event="created">
                  <uri>sip:joe@192.0.2.22</uri>
                  <x:unknown xmlns:x="urn:x"><contact id="c3" state="active"/></x:unknown>
                </contact>
              </registration>
            </reginfo>
            """;

    private final ReginfoTable table = new ReginfoTable(4);

    private static ReginfoParse parse(String xml) {
        return ReginfoReader.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static Reginfo read(String xml) {
        return ((ReginfoParse.Parsed) parse(xml)).reginfo();
    }

    private static String document(int version, String scope, String... registrations) {
        return "<reginfo xmlns='urn:ietf:params:xml:ns:reginfo' version='%d' state='%s'>%s</reginfo>"
                .formatted(version, scope, String.join("", registrations));
    }

    private static String joe(String state, String... contacts) {
        return registration("joe", state, contacts);
    }

    private static String registration(String user, String state, String... contacts) {
        return "<registration aor='sip:%1$s@example.com' id='of-%1$s' state='%2$s'>%3$s</registration>"
                .formatted(user, state, String.join("", contacts));
    }

    private static String contact(String id, String state) {
        return "<contact id='%1$s' state='%2$s' event='x'><uri>sip:%1$s@192.0.2.1</uri></contact>"
                .formatted(id, state);
    }

    private static String active(String id) {
        return contact(id, "active");
    }

    private Outcome apply(int version, String scope, String... registrations) {
        return table.apply(read(document(version, scope, registrations)));
    }

    private List<String> contactsOf(Aor user) {
        return table.devicesOf(user).stream().map(Device::contact).toList();
    }

    @Test
    void readsDevicesWithTheirGruus() {
        table.apply(read(TWO_DEVICES));
        assertThat(table.devicesOf(JOE))
                .containsExactly(
                        new Device(
                                Optional.empty(),
                                Optional.empty(),
                                "sip:joe@192.0.2.22",
                                List.of(),
                                List.of(),
                                1000),
                        new Device(
                                Optional.of("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
                                Optional.of("sip:joe@example.com;gr=hha9s8d-999a"),
                                "sip:joe@192.0.2.21:5060",
                                List.of(),
                                List.of("urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg", LARGE),
                                800));
        assertThat(read(TWO_DEVICES).skipped()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    </reginfo>        | ''               | not well-formed XML
                    <?xml version="1.0"?> | <!DOCTYPE x> | document type
                    xml:ns:reginfo    | xml:ns:other     | no registration information
                    version="0"       | versio="0"       | no version or no state
                    version="0"       | version="-1"     | no version or no state
                    version="0"       | version="12345678901" | no version or no state
                    state="full"      | state="whole"    | no version or no state
                    state="full"      | ''               | no version or no state
                    """)
    void refusesAUnusableDocument(String good, String bad, String reason) {
        assertThat(TWO_DEVICES).contains(good);
        assertThat(parse(TWO_DEVICES.replace(good, bad)))
                .isEqualTo(new ReginfoParse.Broken(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    id="c2"                  | ''
                    state="active" event="cr | event="cr
                    sip:joe@192.0.2.22       | mailto:joe@example.com
                    sip:joe@192.0.2.22       | sip:joe@192.0.2.22>;x
                    <uri>sip:joe@192.0.2.22</uri> | ''
                    """)
    void skipsAContactThatDoesNotRead(String good, String bad) {
        assertThat(TWO_DEVICES).contains(good);
        Reginfo read = read(TWO_DEVICES.replace(good, bad));
        table.apply(read);
        assertThat(contactsOf(JOE)).containsExactly("sip:joe@192.0.2.21:5060");
        assertThat(read.skipped()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"aor=, x=", "id=, x=", "state=, x=", "aor='sip:ann@example.com', aor=' '"})
    void skipsARegistrationThatDoesNotRead(String good, String bad) {
        String ann = registration("ann", "active", active("1"));
        Reginfo read =
                read(document(0, "full", ann.replaceFirst(good, bad), joe("active", active("2"))));
        table.apply(read);
        assertThat(contactsOf(JOE)).hasSize(1);
        assertThat(read.skipped()).isOne();
        assertThat(read.registrations()).hasSize(1);
    }

    @Test
    void aWrongGruuIsNone() {
        table.apply(read(TWO_DEVICES.replace("uri=\"sip:joe@example.com", "uri=\"http://x")));
        assertThat(table.devicesOf(JOE)).allMatch(device -> device.gruu().isEmpty());
    }

    @Test
    void followsTheWelcomeNoticeOfTheRfc() {
        assertThat(apply(0, "full", joe("init"))).isEqualTo(Outcome.CURRENT);
        assertThat(contactsOf(JOE)).isEmpty();
        assertThat(apply(1, "partial", joe("active", active("76")))).isEqualTo(Outcome.CURRENT);
        assertThat(contactsOf(JOE)).containsExactly("sip:76@192.0.2.1");
    }

    @Test
    void partialStateChangesOnlyWhatItNames() {
        apply(0, "full", joe("active", active("1"), active("2")));
        apply(1, "partial", joe("active", contact("1", "terminated"), active("3")));
        assertThat(contactsOf(JOE)).containsExactly("sip:2@192.0.2.1", "sip:3@192.0.2.1");
    }

    @Test
    void fullStateReplacesEverything() {
        apply(0, "full", joe("active", active("1"), active("2")));
        assertThat(apply(1, "full", joe("active", active("3")))).isEqualTo(Outcome.CURRENT);
        assertThat(contactsOf(JOE)).containsExactly("sip:3@192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({"terminated", "init"})
    void aRegistrationThatEndsTakesItsContactsAlong(String state) {
        apply(0, "full", joe("active", active("1")), registration("ann", "active", active("2")));
        apply(1, "partial", joe(state));
        assertThat(contactsOf(JOE)).isEmpty();
        assertThat(contactsOf(Aor.of("sip:ann@example.com"))).hasSize(1);
    }

    @Test
    void aGapIsAppliedAndTold() {
        apply(5, "full", joe("active", active("1")));
        assertThat(apply(7, "partial", joe("active", active("2")))).isEqualTo(Outcome.GAP);
        assertThat(contactsOf(JOE)).hasSize(2);
        assertThat(apply(8, "partial", joe("active", active("3")))).isEqualTo(Outcome.CURRENT);
    }

    @Test
    void fullStateClosesAnyGap() {
        apply(5, "full", joe("active", active("1")));
        assertThat(apply(9, "full", joe("active", active("2")))).isEqualTo(Outcome.CURRENT);
    }

    @Test
    void aSubscriptionThatBeginsWithPartialStateHasAGap() {
        assertThat(apply(0, "partial", joe("active", active("1")))).isEqualTo(Outcome.GAP);
        assertThat(contactsOf(JOE)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"4, full", "4, partial", "5, partial"})
    void whatIsOlderOrComesAgainIsDiscarded(int version, String state) {
        apply(5, "full", joe("active", active("1")));
        assertThat(apply(version, state, joe("active", active("2")))).isEqualTo(Outcome.OLD);
        assertThat(contactsOf(JOE)).containsExactly("sip:1@192.0.2.1");
    }

    /** Kamailio 5.6 numbers every document 0. */
    @Test
    void fullStateUnderTheSameNumberIsNews() {
        apply(0, "full", joe("active", active("1")));
        assertThat(apply(0, "full", joe("active", active("2")))).isEqualTo(Outcome.CURRENT);
        assertThat(contactsOf(JOE)).containsExactly("sip:2@192.0.2.1");
    }

    @Test
    void keepsNoMoreContactsThanItMay() {
        assertThat(apply(0, "full", joe("active", active("1"), active("2"), active("3"))))
                .isEqualTo(Outcome.CURRENT);
        assertThat(apply(1, "partial", registration("ann", "active", active("4"), active("5"))))
                .isEqualTo(Outcome.TOO_MANY);
        assertThat(contactsOf(Aor.of("sip:ann@example.com"))).containsExactly("sip:4@192.0.2.1");
        assertThat(apply(2, "partial", joe("active", contact("1", "terminated"), active("2"))))
                .isEqualTo(Outcome.CURRENT);
        assertThat(apply(3, "partial", joe("active", active("6")))).isEqualTo(Outcome.CURRENT);
    }
}
