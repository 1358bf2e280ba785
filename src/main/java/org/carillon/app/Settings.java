package org.carillon.app;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.carillon.call.BranchPolicy;
import org.carillon.call.CallOptions;
import org.carillon.call.CallOptions.CallTimes;
import org.carillon.call.OriginatorPattern;
import org.carillon.call.ScreeningPolicy;
import org.carillon.call.UserAgentVersion;
import org.carillon.sdp.MsrpPolicy;
import org.carillon.sdp.PathMode;
import org.carillon.sdp.Transport;

/**
 * Everything an operator can set, read and checked once at the start; nothing changes afterwards.
 * What each one means stands beside it in {@code sip.xml}, which also holds every default.
 *
 * @param inForce every key and the value that holds, for the log
 */
public record Settings(
        Path dataDirectory,
        Msrp msrp,
        Sip sip,
        ScreeningPolicy screening,
        CallOptions call,
        Registration registration,
        Keeping keeping,
        Map<String, String> inForce) {

    /** What happens to a message for a user none of whose devices is there. */
    public enum NotAvailable {
        REJECT
    }

    /** Whether contacts without any feature tag count as capable. */
    public enum UntaggedContacts {
        INCLUDE,
        EXCLUDE
    }

    /** {@code ROOM} and {@code SPOOL} sizes in octets. */
    public record Msrp(
            String host,
            int port,
            long maxMessageSize,
            long relayMemory,
            long roomMemory,
            long spoolDisk,
            Duration stallLimit,
            List<String> connectNetworks) {}

    public record Sip(List<String> trustedPeers, int maxCalls, Duration drainTimeout) {}

    /** Times in seconds. */
    public record Registration(
            Set<String> homeDomains,
            long minExpires,
            long defaultExpires,
            long maxExpires,
            int maxContacts) {}

    public record Keeping(boolean recordHistory, String historyFolder, Optional<String> storeUrl) {}

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
        Msrp msrp = msrp(in);
        Sip sip = sip(in);
        ScreeningPolicy screening = screening(in);
        CallOptions call = call(in, msrp);
        Registration registration = registration(in);
        Keeping keeping = keeping(in);
        in.choice("not-available", NotAvailable.class);
        Map<String, String> inForce = in.finish();
        return new Settings(
                dataDirectory, msrp, sip, screening, call, registration, keeping, inForce);
    }

    private static Msrp msrp(SettingReader in) {
        return new Msrp(
                in.value("msrp-host", "127.0.0.1", Settings::present),
                (int) in.number("msrp-port", 0, 65_535),
                in.size("max-message-size", 1),
                in.value("relay-memory", 1L, Settings::memory),
                in.size("room-memory", 64 << 10),
                in.size("spool-disk", 0),
                in.time("stall-limit"),
                in.list("connect-networks"));
    }

    private static Sip sip(SettingReader in) {
        return new Sip(
                in.list("trusted-peers"),
                (int) in.number("max-calls", 1, 1_000_000),
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

    private static CallOptions call(SettingReader in, Msrp msrp) {
        PathMode pathMode = in.choice("path-mode", PathMode.class);
        CallTimes times = CallTimes.DEFAULT;
        return new CallOptions(
                in.value("server-product", "", Settings::present),
                msrp.host(),
                new MsrpPolicy(
                        pathMode, EnumSet.of(Transport.TCP), Math.max(1, msrp.maxMessageSize())),
                in.list("core-route"),
                new BranchPolicy(
                        (int) in.number("max-devices", 1, 64),
                        in.choice("untagged-contacts", UntaggedContacts.class)
                                == UntaggedContacts.INCLUDE),
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

    private static Registration registration(SettingReader in) {
        Registration registration =
                new Registration(
                        Set.copyOf(in.list("home-domains", String::toLowerCase)),
                        in.number("min-expires", 1, 604_800),
                        in.number("default-expires", 1, 604_800),
                        in.number("max-expires", 1, 604_800),
                        (int) in.number("max-contacts", 1, 64));
        if (registration.minExpires() > registration.maxExpires()) {
            in.problem("min-expires: expected at most max-expires");
        }
        return registration;
    }

    private static Keeping keeping(SettingReader in) {
        return new Keeping(
                in.onOff("record-history"),
                in.value("history-folder", "", Settings::present),
                Optional.of(in.text("store-url")).filter(url -> !url.isEmpty()));
    }

    private static Path directory(String text) {
        try {
            Path directory = Path.of(text).toAbsolutePath();
            Files.createDirectories(directory);
            if (!Files.isWritable(directory)) {
                throw SettingReader.expected("a directory that can be written", text);
            }
            return directory;
        } catch (IOException | InvalidPathException e) {
            throw SettingReader.expected("a directory that can be made and written", text);
        }
    }

    private static String present(String text) {
        if (text.isEmpty()) {
            throw SettingReader.expected("a value", text);
        }
        return text;
    }

    private static long memory(String text) {
        return text.equals("auto")
                ? Runtime.getRuntime().maxMemory() / 4
                : SettingReader.octets(text, 1 << 20);
    }

    private static UserAgentVersion userAgent(String text) {
        return UserAgentVersion.parse(text)
                .orElseThrow(
                        () ->
                                SettingReader.expected(
                                        "product/version such as CPM-client/OMA1.0", text));
    }

    /** RFC 3261 §20.18: a sip URI might be called instead of shown. */
    private static String httpsUri(String text) {
        if (!text.matches("https://[\\x21-\\x7e&&[^<>\"]]+")) {
            throw SettingReader.expected("an https URI", text);
        }
        return text;
    }

    /** The context-params of a {@code sip.xml}, as {@link #load} wants them. */
    public static Map<String, String> descriptor(InputStream sipXml) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(sipXml);
        Map<String, String> parameters = new TreeMap<>();
        String name = "";
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (xml.getLocalName().equals("param-name")) {
                name = xml.getElementText().strip();
            } else if (xml.getLocalName().equals("param-value")) {
                parameters.put(name, xml.getElementText().strip());
            }
        }
        return parameters;
    }
}
