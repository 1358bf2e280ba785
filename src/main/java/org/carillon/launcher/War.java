package org.carillon.launcher;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Finds the application that was built together with this launcher. */
public final class War {
    private War() {}

    /** {@code carillon.war} beside the directory that holds the launcher's own classes. */
    public static Path ofThisBuild() {
        try {
            Path classes =
                    Path.of(War.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return classes.resolveSibling("carillon.war");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the launcher's own location is no file", e);
        }
    }
}
