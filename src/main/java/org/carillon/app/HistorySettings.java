package org.carillon.app;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.carillon.history.HistoryOptions;
import org.carillon.history.ImapLogin;
import org.carillon.history.ImapOptions;
import org.carillon.history.ImapOptions.Tls;

/** The settings of conversation history: which mailbox, and what keeps it. */
final class HistorySettings {
    /** A server keeps a connection for half an hour (RFC 3501 §5.4); we need not use that up. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private static final int IMAPS = 993;
    private static final int IMAP = 143;

    /** What keeps the objects. */
    private enum Kind {
        MAILDIR,
        IMAP
    }

    private HistorySettings() {}

    static HistoryOptions read(SettingReader in, Path dataDirectory) {
        Optional<ImapOptions> imap = imap(in);
        return in.value(
                "history-folder",
                options(dataDirectory, HistoryOptions.DEFAULT_FOLDER, imap),
                folder -> options(dataDirectory, folder, imap));
    }

    private static HistoryOptions options(
            Path dataDirectory, String folder, Optional<ImapOptions> imap) {
        return new HistoryOptions(dataDirectory.resolve("history"), folder, hostName(), imap);
    }

    /** Keeps the objects of several machines apart that write into one mailbox. */
    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static Optional<ImapOptions> imap(SettingReader in) {
        Kind kind = in.choice("history-store", Kind.class);
        String host = in.text("imap-host");
        int port = (int) in.number("imap-port", 0, 65_535);
        Tls tls = in.choice("imap-tls", Tls.class);
        Optional<Path> authorities =
                in.value("imap-tls-authorities", Optional.empty(), RelaySettings::file);
        String user = in.text("imap-user");
        String authorizeAs = in.text("imap-authorize-as");
        String password = in.secret("imap-password");
        String passwordFile = in.text("imap-password-file");
        Duration timeout = in.time("imap-timeout");
        int connections = (int) in.number("imap-connections", 0, 1000);
        if (kind == Kind.MAILDIR) {
            return Optional.empty();
        }
        return in.checked(
                Optional.empty(),
                () ->
                        Optional.of(
                                new ImapOptions(
                                        host,
                                        port == 0 ? usual(tls) : port,
                                        tls,
                                        authorities,
                                        new ImapLogin(user, authorizeAs, password, passwordFile),
                                        timeout,
                                        connections,
                                        IDLE)));
    }

    private static int usual(Tls tls) {
        return tls == Tls.IMPLICIT ? IMAPS : IMAP;
    }
}
