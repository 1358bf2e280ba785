package org.carillon.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.carillon.network.Network;
import org.carillon.relay.RelayLimits;
import org.carillon.relay.RelayOptions;
import org.carillon.relay.RelayTimers;
import org.carillon.relay.TlsOptions;

/** The settings of the relay: where it listens, what it may hold, with whom it connects. */
final class RelaySettings {
    private static final Optional<Path> NO_FILE = Optional.empty();

    private RelaySettings() {}

    static RelayOptions read(SettingReader in, Path dataDirectory) {
        InetAddress host =
                in.value("msrp-host", InetAddress.getLoopbackAddress(), RelaySettings::address);
        int port = (int) in.number("msrp-port", 0, 65_535);
        Optional<String> publicHost =
                in.value("msrp-public-address", Optional.empty(), PublicHost::parse);
        if (host.isAnyLocalAddress() && publicHost.isEmpty()) {
            in.problem(
                    "msrp-public-address: expected what peers reach, since msrp-host is all"
                            + " addresses");
        }
        RelayOptions defaults =
                RelayOptions.of(
                        new InetSocketAddress(host, port),
                        publicHost.orElseGet(() -> PublicHost.of(host)),
                        dataDirectory.resolve("spool"));
        Optional<TlsOptions> tls = tls(in, host);
        List<Network> networks = in.list("connect-networks", Network::parse);
        RelayTimers timers = timers(in);
        RelayLimits limits = limits(in);
        return new RelayOptions(
                defaults.listen(),
                defaults.host(),
                defaults.spoolDirectory(),
                defaults.eventLoops(),
                defaults.diskThreads(),
                defaults.nativeTransport(),
                networks,
                limits,
                timers,
                defaults.msrp(),
                tls);
    }

    /** No certificate, no TLS. */
    private static Optional<TlsOptions> tls(SettingReader in, InetAddress host) {
        int port = (int) in.number("msrps-port", 0, 65_535);
        Optional<Path> certificate = in.value("msrp-tls-certificate", NO_FILE, RelaySettings::file);
        Optional<Path> key = in.value("msrp-tls-key", NO_FILE, RelaySettings::file);
        Optional<Path> authorities = in.value("msrp-tls-authorities", NO_FILE, RelaySettings::file);
        int handshakes = (int) in.number("tls-handshakes-per-second", 1, 1_000_000);
        Duration answer = in.time("answer-timeout");
        if (certificate.isPresent() != key.isPresent()) {
            in.problem("msrp-tls-certificate and msrp-tls-key: expected both or neither");
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        TlsOptions defaults =
                TlsOptions.of(
                        new InetSocketAddress(host, port),
                        new TlsOptions.Files(certificate.get(), key.get(), authorities));
        return Optional.of(
                new TlsOptions(
                        defaults.listen(),
                        defaults.files(),
                        handshakes,
                        defaults.handshake(),
                        defaults.look(),
                        answer.plus(RelayTimers.defaults().join())));
    }

    /** A file, if there is to be one. */
    static Optional<Path> file(String text) {
        if (text.isEmpty()) {
            return NO_FILE;
        }
        try {
            Path file = Path.of(text).toAbsolutePath();
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return Optional.of(file);
            }
        } catch (InvalidPathException e) {
            // As bad as one that is not there.
        }
        throw SettingReader.expected("a file that can be read", text);
    }

    private static RelayTimers timers(SettingReader in) {
        RelayTimers defaults = RelayTimers.defaults();
        return new RelayTimers(
                defaults.firstRequest(),
                defaults.connect(),
                defaults.join(),
                defaults.response(),
                in.time("stall-limit"),
                in.time("resume-timeout"),
                defaults.hold(),
                in.time("idle-timeout"));
    }

    private static RelayLimits limits(SettingReader in) {
        RelayLimits defaults = RelayLimits.defaults();
        long relayMemory = in.value("relay-memory", defaults.relayMemory(), RelaySettings::memory);
        long roomMemory = in.size("room-memory", 64 << 10);
        long spoolDisk = in.size("spool-disk", 0);
        int ofAddress = (int) in.number("connections-per-address", 1, 1_000_000);
        int strangers = (int) in.number("half-open-connections", 1, 1_000_000);
        return in.checked(
                defaults,
                () ->
                        new RelayLimits(
                                defaults.rooms(),
                                defaults.connections(),
                                ofAddress,
                                strangers,
                                relayMemory,
                                roomMemory,
                                spoolDisk,
                                defaults.earlyPieces(),
                                defaults.pieceBytes(),
                                defaults.chunkBytes(),
                                defaults.pendingResponses(),
                                defaults.pendingReports(),
                                defaults.deviceMessageBytes(),
                                defaults.deviceMessages()));
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(Settings.present(host));
        } catch (UnknownHostException e) {
            throw SettingReader.expected("an address of this machine", host);
        }
    }

    private static long memory(String text) {
        return text.equals("auto")
                ? Runtime.getRuntime().maxMemory() / 4
                : SettingReader.octets(text, 1 << 20);
    }
}
