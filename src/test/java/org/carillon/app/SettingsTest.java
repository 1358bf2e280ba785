package org.carillon.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.carillon.history.ImapOptions;
import org.carillon.relay.TlsOptions;
import org.carillon.sdp.PathMode;
import org.carillon.sdp.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir Path data;
    private final Properties system = new Properties();
    private final Map<String, String> environment = new HashMap<>();
    private Map<String, String> descriptor;

    @BeforeEach
    void readDescriptor() throws IOException {
        descriptor = new HashMap<>(SipXml.read().values());
        descriptor.put("data-directory", data.toString());
    }

    private Settings load() throws InvalidSettings {
        return Settings.load(descriptor, system, environment);
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidSettings.class, this::load).problems();
    }

    @Test
    void theDescriptorAloneIsEnough() throws InvalidSettings {
        Settings settings = load();

        assertThat(settings.call().msrp().pathMode()).isEqualTo(PathMode.PREPEND);
        assertThat(settings.call().msrp().maxSize()).isEqualTo(2L << 30);
        assertThat(settings.relay().limits().spoolDisk()).isEqualTo(8L << 30);
        assertThat(settings.relay().timers().stall()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.registrar().homeDomains()).containsExactly("localhost");
        assertThat(settings.sip().trustedPeers().contain("127.0.0.1")).isTrue();
        assertThat(settings.sip().trustedPeers().contain("192.0.2.1")).isFalse();
        assertThat(settings.keeping().recordHistory()).isTrue();
        assertThat(settings.inForce()).containsEntry("max-devices", "16");
    }

    @Test
    void aSystemPropertyIsStrongerThanTheEnvironmentAndThatThanTheDescriptor()
            throws InvalidSettings {
        environment.put("CARILLON_MAX_DEVICES", "3");
        environment.put("CARILLON_MAX_CALLS", "7");
        system.setProperty("carillon.max-devices", "5");

        assertThat(load().call().branches().maxDevices()).isEqualTo(5);
        assertThat(load().sip().limits().calls()).isEqualTo(7);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        system.setProperty("carillon.max-devices", "0");
        system.setProperty("carillon.path-mode", "sideways");
        system.setProperty("carillon.drain-timeout", "soon");
        system.setProperty("carillon.trusted-peers", "127.0.0.1/99");
        environment.put("CARILLON_BELLS", "3");

        assertThat(problems())
                .hasSize(5)
                .anyMatch(p -> p.equals("max-devices: expected a number from 1 to 64, got \"0\""))
                .anyMatch(p -> p.equals("path-mode: expected prepend or anchor, got \"sideways\""))
                .anyMatch(p -> p.startsWith("drain-timeout: expected a time such as 500ms"))
                .anyMatch(p -> p.startsWith("trusted-peers: "))
                .anyMatch(p -> p.equals("bells: unknown setting"));
    }

    @ParameterizedTest
    @CsvSource({
        "max-message-size, 2.5GiB",
        "max-message-size, 0",
        "max-message-size, 9999999999TiB",
        "relay-memory, some",
        "room-memory, 1KiB",
        "msrp-port, 65536",
        "msrp-port, -1",
        "msrp-host, ''",
        "msrps-port, 65536",
        "msrp-tls-certificate, no-such-file.pem",
        "msrp-tls-key, pom.xml",
        "msrp-tls-authorities, src",
        "msrp-tls-devices, sometimes",
        "msrp-tls-devices, always",
        "tls-handshakes-per-second, 0",
        "connections-per-address, 0",
        "half-open-connections, 0",
        "server-product, ''",
        "home-domains, ''",
        "registrar-min-expires, 3601",
        "registrar-default-expires, 5",
        "registrar-max-contacts, 0",
        "min-session-expires, 89",
        "allow-anonymous, yes",
        "untagged-contacts, maybe",
        "not-available, sometimes",
        "deferred-service, loud",
        "deferred-per-user, 0",
        "deferred-disk, plenty",
        "deferred-expires, never",
        "required-user-agent, CPM-client",
        "error-info, http://example.com/",
        "error-info, https://example.com/<b>",
        "connect-networks, example.com",
        "history-folder, ''",
        "history-store, drawer",
        "imap-port, 65536",
        "imap-tls, maybe",
        "imap-tls-authorities, no-such-file.pem",
        "imap-timeout, soon",
        "imap-connections, -1",
        "outbox-disk, plenty",
        "store-pool-size, 2",
        "store-url, jdbc:oracle:x",
        "store-password-file, no-such-file",
        "store-timeout, 999ms",
        "takeover-after, 999ms",
        "takeover-after, 61m",
        "durability, cluster",
        "store-timeout, 61s",
    })
    void aWrongValueIsRefusedWithItsKey(String key, String value) {
        system.setProperty("carillon." + key, value);

        assertThat(problems()).singleElement().asString().contains(key);
    }

    @Test
    void aCertificateAndItsKeyMakeTls() throws InvalidSettings {
        assertThat(load().relay().tls()).isEmpty();
        system.setProperty("carillon.msrp-tls-certificate", "pom.xml");
        system.setProperty("carillon.msrp-tls-key", "README.md");
        system.setProperty("carillon.answer-timeout", "1m");

        TlsOptions tls = load().relay().tls().orElseThrow();
        assertThat(tls.listen().getPort()).isEqualTo(2856);
        assertThat(tls.files().certificate()).isEqualTo(Path.of("pom.xml").toAbsolutePath());
        assertThat(tls.files().key()).isEqualTo(Path.of("README.md").toAbsolutePath());
        assertThat(tls.overlap()).isEqualTo(Duration.ofSeconds(90));
        assertThat(load().call().msrp().transports())
                .containsExactlyInAnyOrder(Transport.TCP, Transport.TLS);
    }

    @Test
    void aMissingSettingIsAProblem() {
        descriptor.remove("max-calls");

        assertThat(problems()).contains("max-calls: missing from sip.xml");
    }

    @Test
    void aLostConnectionMayBeFinal() throws InvalidSettings {
        assertThat(load().relay().timers().resume()).isEqualTo(Duration.ofSeconds(32));
        system.setProperty("carillon.resume-timeout", "0s");
        assertThat(load().relay().timers().resume()).isZero();
    }

    @Test
    void historyGoesToAnImapServer() throws InvalidSettings {
        assertThat(load().keeping().history().imap()).isEmpty();
        system.setProperty("carillon.history-store", "imap");
        system.setProperty("carillon.imap-host", "mail.example.com");
        system.setProperty("carillon.imap-password", "hunter2");

        ImapOptions imap = load().keeping().history().imap().orElseThrow();
        assertThat(imap.port()).isEqualTo(993);
        assertThat(imap.tls()).isEqualTo(ImapOptions.Tls.IMPLICIT);
        system.setProperty("carillon.imap-tls", "starttls");
        assertThat(load().keeping().history().imap().orElseThrow().port()).isEqualTo(143);
        system.setProperty("carillon.imap-port", "1143");
        assertThat(load().keeping().history().imap().orElseThrow().port()).isEqualTo(1143);
    }

    @ParameterizedTest
    @CsvSource({"imap-host, ''", "imap-user, carillon", "imap-password, ''"})
    void anImapServerNeedsMoreThanItsName(String key, String value) {
        system.setProperty("carillon.history-store", "imap");
        system.setProperty("carillon.imap-host", "mail.example.com");
        system.setProperty("carillon.imap-password", "hunter2");
        system.setProperty("carillon." + key, value);

        assertThat(problems()).singleElement().asString().contains(key);
    }

    @Test
    void aSecretIsNotShown() throws InvalidSettings {
        system.setProperty("carillon.store-password", "hunter2");
        system.setProperty("carillon.history-store", "imap");
        system.setProperty("carillon.imap-host", "mail.example.com");
        system.setProperty("carillon.imap-password", "hunter3");

        assertThat(load().inForce())
                .containsEntry("store-password", "***")
                .containsEntry("imap-password", "***");
        assertThat(load().keeping().toString()).doesNotContain("hunter");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 127.0.0.1",
        "192.0.2.5, 192.0.2.5",
        "im.example.com, im.example.com",
        "2001:db8::5, [2001:db8:0:0:0:0:0:5]",
        "[2001:db8::5], [2001:db8:0:0:0:0:0:5]",
    })
    void peersAreToldThePublicAddress(String set, String told) throws InvalidSettings {
        system.setProperty("carillon.msrp-public-address", set);
        system.setProperty("carillon.sip-public-address", set);

        Settings settings = load();

        assertThat(settings.relay().host()).isEqualTo(told);
        assertThat(settings.relay().listen().getHostString()).isEqualTo("127.0.0.1");
        assertThat(settings.sip().publicHost())
                .isEqualTo(Optional.of(told).filter(host -> !set.isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "::",
                "192.0.2.5:5060",
                "256.0.0.1",
                "a b",
                "sip:a",
                "-a",
                "x;lr"
            })
    void aPublicAddressIsOneThatPeersCanReach(String set) {
        system.setProperty("carillon.msrp-public-address", set);
        system.setProperty("carillon.sip-public-address", set);

        assertThat(problems())
                .hasSize(2)
                .allMatch(problem -> problem.endsWith("no port, got \"" + set + "\""));
    }

    @Test
    void whoListensEverywhereHasToSayWhere() {
        system.setProperty("carillon.msrp-host", "0.0.0.0");

        assertThat(problems()).singleElement().asString().startsWith("msrp-public-address: ");
    }
}
