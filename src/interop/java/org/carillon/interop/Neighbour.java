package org.carillon.interop;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program of somebody else that a test talks to. */
final class Neighbour {
    private Neighbour() {}

    /** Fails where the program must not be missing; anywhere else skips, and says so. */
    static void require(String program, String debianPackage) {
        boolean present =
                Arrays.stream((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!present) {
            missing(program, "on Debian: apt-get install " + debianPackage);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Ends the test: fails where it must not be missing, anywhere else skips, and says so. */
    static void missing(String what, String remedy) {
        String missing = "SKIPPED: %s is missing; %s".formatted(what, remedy);
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(missing);
        }
        System.err.println(missing);
        Assumptions.abort(missing);
    }
}
