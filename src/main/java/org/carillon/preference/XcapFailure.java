package org.carillon.preference;

import java.io.IOException;
import javax.net.ssl.SSLException;

/** The server gave no answer that we can use; names the settings to look at. */
final class XcapFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String settings;

    XcapFailure(String settings, String message) {
        super(message);
        this.settings = settings;
    }

    static XcapFailure of(int status) {
        return status == 401 || status == 403
                ? new XcapFailure("xcap-user,xcap-password", "the XDMS answers " + status)
                : new XcapFailure("xcap-root", "the XDMS answers " + status);
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
