package org.carillon.preference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Our name at the XDMS, for HTTP digest (RFC 7616), and over TLS basic authentication too.
 *
 * @param user the setting {@code xcap-user}
 * @param password the setting {@code xcap-password}; never printed
 * @param passwordFile the setting {@code xcap-password-file}, read at the start
 */
public record XcapLogin(String user, String password, Optional<Path> passwordFile) {
    /**
     * @throws IllegalArgumentException naming the settings that do not fit together
     */
    public XcapLogin {
        if (password.isEmpty() == passwordFile.isEmpty()) {
            throw new IllegalArgumentException(
                    "xcap-password, xcap-password-file: expected one of them");
        }
    }

    char[] secret() throws IOException {
        return passwordFile.isEmpty()
                ? password.toCharArray()
                : Files.readString(passwordFile.get()).stripTrailing().toCharArray();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "XcapLogin[user=%s, passwordFile=%s]".formatted(user, passwordFile);
    }
}
