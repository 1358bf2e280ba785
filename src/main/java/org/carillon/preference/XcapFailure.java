package org.carillon.preference;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** The server gave no answer that we can use; names the settings to look at. */
final class XcapFailure extends Exception {
    private static final long serialVersionUID = 1L;

    static final int LOGIN_WANTED = 401;

    private final String settings;

    XcapFailure(String settings, String message) {
        super(message);
        this.settings = settings;
    }

    static XcapFailure of(int status) {
        return new XcapFailure(
                status == LOGIN_WANTED ? "xcap-user,xcap-password" : "xcap-root",
                "the XDMS answers " + status);
    }

    static XcapFailure late(Duration timeout) {
        return new XcapFailure(
                "xcap-root,xcap-timeout", "no answer within " + timeout.toMillis() + "ms");
    }

    static XcapFailure of(IOException e) {
        return e instanceof SSLException
                ? new XcapFailure("xcap-authorities", printable(e))
                : new XcapFailure("xcap-root", printable(e));
    }

    /** One line; the text of a library may hold a peer's. */
    private static String printable(IOException e) {
        String text = e.getClass().getSimpleName() + ": " + e.getMessage();
        String line = text.replaceAll("[^ -~]", "?").replace('"', '\'');
        return line.substring(0, Math.min(200, line.length()));
    }

    String settings() {
        return settings;
    }
}
