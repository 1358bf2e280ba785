package org.carillon.history;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The IMAP server that keeps history, and how we get there.
 *
 * @param host its name, which its certificate must have, too
 * @param authorities a PEM file with the certificates to believe; empty: those of the Java runtime
 * @param timeout how long a connection, a login, an answer or a piece that is written may take
 * @param connections those kept open for the next object, at most, beside those in use
 * @param idle how long one is kept open unused
 */
public record ImapOptions(
        String host,
        int port,
        Tls tls,
        Optional<Path> authorities,
        ImapLogin login,
        Duration timeout,
        int connections,
        Duration idle) {

    /** How a connection is protected. */
    public enum Tls {
        /** From its first octet (RFC 8314). */
        IMPLICIT,
        /** After a greeting in the clear, and before the login (RFC 3501 §6.2.1). */
        STARTTLS,
        /** Not at all. */
        NONE
    }

    public ImapOptions {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("imap-host: expected a host name, got \"\"");
        }
    }
}
