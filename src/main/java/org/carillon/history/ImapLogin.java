package org.carillon.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * How we log in to the mailbox of a user, each with their own login or all with one that may act
 * for others. In {@code user}, {@code authorizeAs} and {@code passwordFile} stands <code>{user}
 * </code> for the user's address without its scheme, and <code>{name}</code> for the part of it
 * before the {@code @}.
 *
 * @param authorizeAs whose mailbox it is where {@code user} is another one: the authorization
 *     identity of SASL PLAIN (RFC 4616); may be empty
 * @param password empty where there is a file
 * @param passwordFile the file that holds the password, read at every login; may be empty
 */
public record ImapLogin(String user, String authorizeAs, String password, String passwordFile) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(user|name)}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /**
     * @throws IllegalArgumentException naming the settings that do not fit together
     */
    public ImapLogin {
        if (!PLACEHOLDER.matcher(user + authorizeAs).find()) {
            throw new IllegalArgumentException(
                    "imap-user, imap-authorize-as: expected {user} or {name} in one of them;"
                            + " otherwise everybody's history is in one mailbox");
        }
        if (password.isEmpty() == passwordFile.isEmpty()) {
            throw new IllegalArgumentException(
                    "imap-password, imap-password-file: expected one of them");
        }
    }

    /** The name of the login for this user, the URI of an address of record. */
    String userFor(String aor) throws ObjectRefused {
        return filled(user, aor, UnaryOperator.identity());
    }

    String authorizeAsFor(String aor) throws ObjectRefused {
        return filled(authorizeAs, aor, UnaryOperator.identity());
    }

    String passwordFor(String aor) throws IOException {
        if (passwordFile.isEmpty()) {
            return password;
        }
        Path file = Path.of(filled(passwordFile, aor, SafeName::directory));
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new ImapFailure("imap-password-file", "cannot read " + e);
        }
    }

    /** The settings to look at when the server refuses the login. */
    String settings() {
        return "imap-user," + (password.isEmpty() ? "imap-password-file" : "imap-password");
    }

    private static String filled(String template, String aor, UnaryOperator<String> safe)
            throws ObjectRefused {
        String user = aor.substring(aor.indexOf(':') + 1);
        if (CONTROL.matcher(user).find()) { // a NUL would end a field of SASL PLAIN
            throw new ObjectRefused("no login has a control character");
        }
        String name = user.contains("@") ? user.substring(0, user.indexOf('@')) : user;
        return template.replace("{user}", safe.apply(user)).replace("{name}", safe.apply(name));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ImapLogin[user=%s, authorizeAs=%s]".formatted(user, authorizeAs);
    }
}
