package org.carillon.history;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;
import org.carillon.history.ImapOptions.Tls;
import org.carillon.pem.Authorities;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;

/** Connects to the server, in TLS as the settings say, and logs in. Thread-safe; blocks. */
final class ImapConnector {
    private final ImapOptions options;
    private final ScheduledExecutorService timer;

    /**
     * @param timer cuts off a write that takes too long
     */
    ImapConnector(ImapOptions options, ScheduledExecutorService timer) {
        this.options = options;
        this.timer = timer;
    }

    /**
     * @param user the URI of an address of record
     * @throws ImapFailure naming the settings to look at
     * @throws ObjectRefused if there can be no login for this user
     */
    ImapConnection open(String user) throws IOException {
        ImapWire wire = connect();
        boolean opened = false;
        try {
            protect(wire);
            logIn(wire, user);
            ImapConnection connection = new ImapConnection(options, wire, ImapNames.of(wire));
            opened = true;
            return connection;
        } catch (ProtocolException e) {
            throw ImapFailure.of(e, options);
        } finally {
            if (!opened) {
                wire.disconnect();
            }
        }
    }

    private ImapWire connect() throws ImapFailure {
        Properties properties = new Properties();
        String timeout = Long.toString(options.timeout().toMillis());
        properties.setProperty("mail.imap.connectiontimeout", timeout);
        properties.setProperty("mail.imap.timeout", timeout);
        properties.setProperty("mail.imap.writetimeout", timeout);
        properties.put("mail.imap.executor.writetimeout", timer);
        properties.setProperty("mail.imap.socketFactory.fallback", "false");
        if (options.tls() != Tls.NONE) {
            properties.put("mail.imap.ssl.socketFactory", trust());
        }
        try {
            return new ImapWire(options, properties);
        } catch (IOException | ProtocolException e) {
            throw ImapFailure.of(e, options);
        }
    }

    private SSLSocketFactory trust() throws ImapFailure {
        try {
            return Authorities.context(options.authorities()).getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new ImapFailure("imap-tls-authorities", "cannot use it: " + e);
        }
    }

    private void protect(ImapWire wire) throws ImapFailure, ProtocolException {
        if (options.tls() == Tls.STARTTLS) {
            if (!wire.hasCapability("STARTTLS")) {
                throw new ImapFailure("imap-tls", "the server does not offer STARTTLS");
            }
            wire.startTLS();
            wire.capability(); // what it said in the clear is worth nothing, RFC 3501 §6.2.1
        }
    }

    private void logIn(ImapWire wire, String user) throws IOException, ProtocolException {
        Map<String, String> before = wire.getCapabilities();
        String name = options.login().userFor(user);
        try {
            authenticate(wire, name, user);
        } catch (CommandFailedException e) {
            throw new ImapFailure(
                    options.login().settings(),
                    "login of '%s' refused: %s".formatted(name, ImapFailure.answer(e)));
        }
        if (wire.getCapabilities() == before) { // the answer did not say what it can now
            wire.capability();
        }
    }

    private void authenticate(ImapWire wire, String name, String user)
            throws IOException, ProtocolException {
        String authorizeAs = options.login().authorizeAsFor(user);
        String password = options.login().passwordFor(user);
        if (wire.hasCapability("AUTH=PLAIN")) {
            wire.authplain(authorizeAs, name, password);
        } else if (!authorizeAs.isEmpty()) {
            throw new ImapFailure(
                    "imap-authorize-as,imap-tls", "the server does not offer AUTH=PLAIN");
        } else if (wire.hasCapability("LOGINDISABLED")) {
            throw new ImapFailure("imap-tls", "the server takes no password without TLS");
        } else {
            wire.login(name, password);
        }
    }
}
