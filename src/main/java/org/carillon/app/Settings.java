package org.carillon.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.carillon.call.BranchPolicy;
import org.carillon.call.CallOptions;
import org.carillon.call.CallOptions.CallTimes;
import org.carillon.call.DeferralLimits;
import org.carillon.call.Durability;
import org.carillon.call.Icsi;
import org.carillon.call.NotAvailable;
import org.carillon.call.OriginatorPattern;
import org.carillon.call.ScreeningPolicy;
import org.carillon.call.UserAgentVersion;
import org.carillon.device.RegistrarOptions;
import org.carillon.device.SubscriptionOptions;
import org.carillon.history.HistoryOptions;
import org.carillon.history.OutboxOptions;
import org.carillon.preference.XcapOptions;
import org.carillon.relay.RelayOptions;
import org.carillon.sdp.DeviceTls;
import org.carillon.sdp.MsrpPolicy;
import org.carillon.sdp.PathMode;
import org.carillon.sdp.Transport;
import org.carillon.sip.Networks;
import org.carillon.store.StoreLogin;
import org.carillon.store.StoreOptions;

/**
 * Everything an operator can set, read and checked once at the start; nothing changes afterwards.
 * What each one means stands beside it in {@code sip.xml}, which also holds every default.
 *
 * @param regEvent where device-source=reg-event
 * @param inForce every key and the value that holds, for the log
 */
public record Settings(
        Path dataDirectory,
        RelayOptions relay,
        Sip sip,
        ScreeningPolicy screening,
        CallOptions call,
        RegistrarOptions registrar,
        Optional<SubscriptionOptions> regEvent,
        Keeping keeping,
        Map<String, String> inForce) {

    /** Whether contacts without any feature tag count as capable. */
    public enum UntaggedContacts {
        INCLUDE,
        EXCLUDE
    }

    /** Who knows the users' devices. */
    public enum DeviceSource {
        REGISTRAR,
        REG_EVENT
    }

    /**
     * @param publicHost what peers reach our SIP port by, where that is not where it listens; for
     *     whoever runs the container
     */
    public record Sip(
            Networks trustedPeers,
            Optional<String> publicHost,
            CallLimits limits,
            Duration drainTimeout) {}

    /**
     * @param xcap where preferences are, if they are not in the store
     * @param own where messages under way are kept, if not in the store
     */
    public record Keeping(
            boolean recordHistory,
            Optional<XcapOptions> xcap,
            HistoryOptions history,
            OutboxOptions outbox,
            Path messages,
            DeferralLimits deferral,
            Duration takeoverAfter,
            Optional<String> push,
            StoreOptions store,
            Optional<StoreOptions> own) {}

    /** What devices see of a message that was kept for them, where they show it themselves. */
    public enum DeferredService {
        LARGE_MESSAGE(Optional.empty()),
        DEFERRED(Optional.of(Icsi.DEFERRED));

        private final Optional<String> icsi;

        DeferredService(Optional<String> icsi) {
            this.icsi = icsi;
        }
    }

    /**
     * Reads the settings; overrides win over the descriptor.
     *
     * @param descriptor the context-params of {@code sip.xml}
     * @throws InvalidSettings naming every wrong value and every unknown key
     */
    public static Settings load(
            Map<String, String> descriptor,
            Properties systemProperties,
            Map<String, String> environment)
            throws InvalidSettings {
        SettingReader in = new SettingReader(descriptor, systemProperties, environment);
        Path dataDirectory = in.value("data-directory", Path.of("."), Settings::directory);
        RelayOptions relay = RelaySettings.read(in, dataDirectory);
        Sip sip = sip(in);
        ScreeningPolicy screening = screening(in);
        RegistrarOptions registrar = registrar(in);
        CallOptions call = call(in, relay, registrar);
        Optional<SubscriptionOptions> regEvent = regEvent(in, call, registrar);
        Keeping keeping = keeping(in, dataDirectory, call.durability());
        Map<String, String> inForce = in.finish();
        return new Settings(
                dataDirectory, relay, sip, screening, call, registrar, regEvent, keeping, inForce);
    }

    private static Sip sip(SettingReader in) {
        return new Sip(
                in.value("trusted-peers", Networks.parse(List.of()), Settings::peers),
                in.value("sip-public-address", Optional.empty(), PublicHost::parse),
                new CallLimits(
                        (int) in.number("max-calls", 1, 1_000_000),
                        (int) in.number("max-calls-per-user", 1, 1_000_000),
                        (int) in.number("max-calls-per-originator", 1, 1_000_000)),
                in.time("drain-timeout"));
    }

    private static ScreeningPolicy screening(SettingReader in) {
        return new ScreeningPolicy(
                in.list("blocked-originators", OriginatorPattern::new),
                in.list("allowed-originators", OriginatorPattern::new),
                in.list("required-user-agent", Settings::userAgent),
                in.value("error-info", "https://", Settings::httpsUri),
                in.onOff("allow-anonymous"),
                in.number("min-session-expires", 90, 86_400));
    }

    private static CallOptions call(
            SettingReader in, RelayOptions relay, RegistrarOptions registrar) {
        CallTimes times = CallTimes.DEFAULT;
        return new CallOptions(
                in.value("server-product", "", Settings::present),
                relay.host(),
                msrp(in, relay.tls().isPresent()),
                in.list("core-route"),
                registrar.homeDomains(),
                new BranchPolicy(
                        (int) in.number("max-devices", 1, 64),
                        in.choice("untagged-contacts", UntaggedContacts.class)
                                == UntaggedContacts.INCLUDE),
                in.choice("not-available", NotAvailable.class),
                in.choice("durability", Durability.class),
                Optional.empty(),
                new CallTimes(
                        times.lookUp(),
                        times.room(),
                        in.time("answer-timeout"),
                        times.acknowledge(),
                        times.join(),
                        times.linger(),
                        times.settle(),
                        in.time("silence-timeout")));
    }

    private static MsrpPolicy msrp(SettingReader in, boolean tls) {
        PathMode pathMode = in.choice("path-mode", PathMode.class);
        DeviceTls deviceTls = in.choice("msrp-tls-devices", DeviceTls.class);
        long maxSize = in.size("max-message-size", 1);
        Set<Transport> transports = EnumSet.of(Transport.TCP);
        if (tls) {
            transports.add(Transport.TLS);
        } else if (deviceTls == DeviceTls.ALWAYS) {
            in.problem("msrp-tls-devices: always needs msrp-tls-certificate");
            deviceTls = DeviceTls.MIRROR;
        }
        return new MsrpPolicy(pathMode, transports, deviceTls, maxSize);
    }

    private static RegistrarOptions registrar(SettingReader in) {
        Set<String> homeDomains = Set.copyOf(in.list("home-domains"));
        int minExpires = (int) in.number("registrar-min-expires", 1, 3600);
        int maxExpires = (int) in.number("registrar-max-expires", 1, 604_800);
        int defaultExpires = (int) in.number("registrar-default-expires", 1, 604_800);
        int maxContacts = (int) in.number("registrar-max-contacts", 1, 64);
        RegistrarOptions fallback = RegistrarOptions.of(Set.of("localhost"));
        return in.checked(
                fallback,
                () ->
                        new RegistrarOptions(
                                homeDomains,
                                minExpires,
                                maxExpires,
                                defaultExpires,
                                maxContacts,
                                fallback.maxContactLength()));
    }

    private static Optional<SubscriptionOptions> regEvent(
            SettingReader in, CallOptions call, RegistrarOptions registrar) {
        DeviceSource source = in.choice("device-source", DeviceSource.class);
        SubscriptionOptions options =
                new SubscriptionOptions(
                        in.value("server-identity", "sip:carillon", Settings::sipUri),
                        call.coreRoute(),
                        registrar.homeDomains(),
                        call.product(),
                        registrar.maxContactsPerUser(),
                        (int) in.number("max-subscriptions", 1, 1_000_000));
        return source == DeviceSource.REG_EVENT ? Optional.of(options) : Optional.empty();
    }

    private static Keeping keeping(SettingReader in, Path dataDirectory, Durability durability) {
        StoreOptions embedded =
                in.checked(
                        StoreOptions.embedded(Path.of(".")),
                        () -> StoreOptions.embedded(dataDirectory));
        StoreOptions store = store(in, embedded);
        boolean shared = !store.isEmbedded();
        if (durability == Durability.CLUSTER && !shared) {
            in.problem("durability: cluster needs a store-url that all nodes reach");
        }
        return new Keeping(
                in.onOff("record-history"),
                XcapSettings.read(in),
                HistorySettings.read(in, dataDirectory),
                OutboxOptions.of(dataDirectory.resolve("outbox"), in.size("outbox-disk", 0)),
                dataDirectory.resolve("messages"),
                new DeferralLimits(
                        (int) in.number("deferred-per-user", 1, 1_000_000),
                        in.size("deferred-disk", 0),
                        in.time("deferred-expires")),
                in.value("takeover-after", Duration.ofSeconds(1), Settings::takeoverAfter),
                in.choice("deferred-service", DeferredService.class).icsi,
                store,
                shared && durability == Durability.NODE ? Optional.of(embedded) : Optional.empty());
    }

    private static StoreOptions store(SettingReader in, StoreOptions embedded) {
        String url = in.text("store-url");
        String user = in.text("store-user");
        String password = in.secret("store-password");
        Optional<Path> passwordFile =
                in.value("store-password-file", Optional.empty(), RelaySettings::file);
        int poolSize = (int) in.number("store-pool-size", 3, 1000);
        Duration timeout = in.time("store-timeout");
        return in.checked(
                embedded,
                () ->
                        new StoreOptions(
                                url.isEmpty() ? embedded.url() : url,
                                new StoreLogin(user, password, passwordFile),
                                poolSize,
                                timeout));
    }

    /** Less, and a long collection of garbage looks like death. */
    private static Duration takeoverAfter(String text) {
        Duration time = SettingReader.duration(text);
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
            throw SettingReader.expected("1s to 1h", text);
        }
        return time;
    }

    private static Networks peers(String text) {
        return Networks.parse(SettingReader.split(text));
    }

    /** Written to once, because a permission bit does not tell all (a full or read-only disk). */
    private static Path directory(String text) {
        try {
            Path directory = Path.of(text).toAbsolutePath();
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".writable-", ""));
            return directory;
        } catch (IOException | InvalidPathException e) {
            throw SettingReader.expected("a directory that can be made and written", text);
        }
    }

    static String present(String text) {
        if (text.isEmpty()) {
            throw SettingReader.expected("a value", text);
        }
        return text;
    }

    private static UserAgentVersion userAgent(String text) {
        return UserAgentVersion.parse(text)
                .orElseThrow(
                        () ->
                                SettingReader.expected(
                                        "product/version such as CPM-client/OMA1.0", text));
    }

    private static String sipUri(String text) {
        if (!text.matches("sips?:[\\x21-\\x7e&&[^<>\"]]+")) {
            throw SettingReader.expected("a sip URI such as sip:carillon@example.com", text);
        }
        return text;
    }

    /** RFC 3261 §20.18: a sip URI might be called instead of shown. */
    private static String httpsUri(String text) {
        if (!text.matches("https://[\\x21-\\x7e&&[^<>\"]]+")) {
            throw SettingReader.expected("an https URI", text);
        }
        return text;
    }
}
