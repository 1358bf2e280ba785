package org.carillon.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.carillon.stack.SipLimits;
import org.carillon.stack.SipStackSettings;

/** The container's own directory: settings it reads at start and the unpacked application. */
final class BaseDirectory {
    private final Path root;
    private final boolean temporary;

    private BaseDirectory(Path root, boolean temporary) {
        this.root = root;
        this.temporary = temporary;
    }

    static BaseDirectory create(Optional<Path> given, SipLimits limits) throws IOException {
        BaseDirectory base =
                given.isPresent()
                        ? new BaseDirectory(given.get().toAbsolutePath(), false)
                        : new BaseDirectory(Files.createTempDirectory("carillon-"), true);
        base.write(limits);
        return base;
    }

    private void write(SipLimits limits) throws IOException {
        Files.createDirectories(root.resolve("conf"));
        Files.createDirectories(applications());
        try (OutputStream file = Files.newOutputStream(sipStack())) {
            Properties properties = SipStackSettings.properties(limits);
            properties.store(file, null);
        }
    }

    Path root() {
        return root;
    }

    Path applications() {
        return root.resolve("webapps");
    }

    Path sipStack() {
        return root.resolve("conf/sip-stack.properties");
    }

    /** Removes what was unpacked and, if it was ours alone, the directory itself. */
    void clear() throws IOException {
        removeTree(applications());
        removeTree(root.resolve("work"));
        if (temporary) {
            removeTree(root);
        }
    }

    private static void removeTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            paths.sorted(Comparator.reverseOrder()).forEach(BaseDirectory::remove);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void remove(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
