package org.carillon.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory that is gone afterwards, with all that is in it.
 *
 * @param path where it is
 */
public record TemporaryDirectory(Path path) implements AutoCloseable {
    /**
     * Makes one.
     *
     * @param purpose a part of its name
     */
    public static TemporaryDirectory create(String purpose) throws IOException {
        return new TemporaryDirectory(Files.createTempDirectory("carillon-" + purpose + "-"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
