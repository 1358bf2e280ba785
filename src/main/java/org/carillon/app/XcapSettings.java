package org.carillon.app;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.carillon.preference.XcapLogin;
import org.carillon.preference.XcapOptions;

/** The settings of preferences by XCAP. */
final class XcapSettings {
    /** Who knows the users' preferences. */
    private enum Source {
        STORE,
        XCAP
    }

    private XcapSettings() {}

    /** Empty where the store has the preferences. */
    static Optional<XcapOptions> read(SettingReader in) {
        Source source = in.choice("preference-source", Source.class);
        String root = in.text("xcap-root");
        String auid = in.text("xcap-auid");
        String document = in.text("xcap-document");
        String user = in.text("xcap-user");
        String password = in.secret("xcap-password");
        Optional<Path> passwordFile =
                in.value("xcap-password-file", Optional.empty(), RelaySettings::file);
        Optional<Path> authorities =
                in.value("xcap-authorities", Optional.empty(), RelaySettings::file);
        Duration timeout = in.time("xcap-timeout");
        int cached = (int) in.number("xcap-cached-documents", 0, 1_000_000);
        if (source == Source.STORE) {
            return Optional.empty();
        }
        return in.checked(
                Optional.empty(),
                () ->
                        Optional.of(
                                new XcapOptions(
                                        uri(root),
                                        auid,
                                        document,
                                        user.isEmpty()
                                                ? Optional.empty()
                                                : Optional.of(
                                                        new XcapLogin(
                                                                user, password, passwordFile)),
                                        authorities,
                                        timeout,
                                        cached)));
    }

    private static URI uri(String root) {
        try {
            return URI.create(root);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("xcap-root: expected a URI", e);
        }
    }
}
