package org.carillon.history;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;

/** The IMAP server could not be used; it may be later, or when a setting is changed. */
final class ImapFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final String settings;

    /**
     * @param settings those to look at, joined by commas, or {@code none}
     */
    ImapFailure(String settings, String words) {
        super(words);
        this.settings = settings;
    }

    /** What the library throws: the server said no, or the connection failed. */
    static ImapFailure of(Exception failure, ImapOptions server) {
        if (failure instanceof CommandFailedException || failure instanceof BadCommandException) {
            return new ImapFailure("none", "the server's answer: " + answer(failure));
        }
        Throwable reason = reason(failure);
        String words = reason.getClass().getSimpleName() + ": " + reason.getMessage();
        return new ImapFailure(
                settingsFor(reason), "%s:%d: %s".formatted(server.host(), server.port(), words));
    }

    private static String settingsFor(Throwable reason) {
        if (isDueTo(reason, CertPathBuilderException.class)
                || isDueTo(reason, CertPathValidatorException.class)) {
            return "imap-tls-authorities";
        }
        if (isDueTo(reason, CertificateException.class)) { // of another name
            return "imap-host";
        }
        return isDueTo(reason, SSLException.class)
                ? "imap-tls,imap-port"
                : "imap-host,imap-port,imap-tls";
    }

    private static boolean isDueTo(Throwable reason, Class<? extends Exception> type) {
        for (Throwable each = reason; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    /** The library wraps what it meets in an exception of its own, or in a BYE of its own. */
    private static Throwable reason(Exception failure) {
        if (failure instanceof ProtocolException protocol) {
            Response response = protocol.getResponse();
            if (response != null && response.isSynthetic()) {
                return response.getException();
            }
            return failure.getCause() == null ? failure : failure.getCause();
        }
        return failure;
    }

    /** The server's line without the tag. */
    static String answer(Exception refusal) {
        return refusal.getMessage().replaceFirst("^\\S+ ", "");
    }

    String settings() {
        return settings;
    }
}
