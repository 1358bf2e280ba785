package org.carillon.store;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.util.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How we log in to the database.
 *
 * @param user the setting {@code store-user}
 * @param password the setting {@code store-password}; never printed
 * @param passwordFile the setting {@code store-password-file}, read for every new connection: a new
 *     password needs no restart
 */
public record StoreLogin(String user, String password, Optional<Path> passwordFile)
        implements HikariCredentialsProvider {
    /**
     * @throws IllegalArgumentException naming the settings that do not fit together
     */
    public StoreLogin {
        if (!password.isEmpty() && passwordFile.isPresent()) {
            throw new IllegalArgumentException(
                    "store-password, store-password-file: expected one of them");
        }
    }

    /**
     * @throws UncheckedIOException if the file cannot be read
     */
    @Override
    public Credentials getCredentials() {
        return Credentials.of(user, passwordFile.map(StoreLogin::read).orElse(password));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read store-password-file: " + e, e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "StoreLogin[user=%s, passwordFile=%s]".formatted(user, passwordFile);
    }
}
