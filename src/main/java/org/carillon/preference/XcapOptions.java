package org.carillon.preference;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the documents are, and how long they are waited for.
 *
 * @param root the setting {@code xcap-root}: the XCAP root (RFC 4825 §6.1), http or https
 * @param auid the setting {@code xcap-auid}: the application usage (RFC 4825 §5.1)
 * @param document the setting {@code xcap-document}: its name in the user's directory
 * @param login if the server asks for one
 * @param authorities a PEM file with the certificates to believe; empty: those of the Java runtime
 * @param timeout for an answer, connection and login included
 * @param cached users whose document is kept, at most
 */
public record XcapOptions(
        URI root,
        String auid,
        String document,
        Optional<XcapLogin> login,
        Optional<Path> authorities,
        Duration timeout,
        int cached) {
    /**
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public XcapOptions {
        boolean http = "http".equals(root.getScheme()) || "https".equals(root.getScheme());
        if (!http || root.getHost() == null || root.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "xcap-root: expected http://host/path or https://host/path, got " + root);
        }
        if (auid.isEmpty() || document.isEmpty()) {
            throw new IllegalArgumentException("xcap-auid, xcap-document: expected one of each");
        }
    }

    boolean isSecure() {
        return "https".equals(root.getScheme());
    }
}
