package org.carillon.history;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The outbox on disk.
 *
 * <pre>
 *   NAME            an object, growing or whole
 *   NAME:envelope   where it goes; with it the object is whole and will be stored
 *   refused/        objects that no store will ever take, with their envelopes, for a person to see
 * </pre>
 *
 * <p>So a crash leaves an object without an envelope, which was never whole, or an envelope without
 * an object, which is stored. Thread-safe: the files of an object belong to whoever has the object.
 */
final class OutboxFiles {
    /** The colon occurs in no {@link UniqueNames}. */
    private static final String ENVELOPE = ":envelope";

    private static final String UNFINISHED = ":unfinished";

    private final Path directory;
    private final Path refused;

    private OutboxFiles(Path directory) {
        this.directory = directory;
        this.refused = directory.resolve("refused");
    }

    /** Makes the directory if it is absent and removes what will never be whole. */
    static OutboxFiles open(Path directory) throws IOException {
        OutboxFiles files = new OutboxFiles(directory);
        Disk.createDirectory(files.refused);
        for (Path file : list(directory, OutboxFiles::isContentOrUnfinished)) {
            String name = file.getFileName().toString();
            if (name.endsWith(UNFINISHED) || !Files.exists(files.envelopeFile(name))) {
                Files.delete(file);
            }
        }
        return files;
    }

    private static boolean isContentOrUnfinished(Path file) {
        String name = file.getFileName().toString();
        return UniqueNames.isOurs(name) && !name.endsWith(ENVELOPE);
    }

    private static List<Path> list(Path directory, DirectoryStream.Filter<Path> which)
            throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, which)) {
            all.forEach(files::add);
        }
        return files;
    }

    /** The names of the objects that are whole, the oldest first. */
    List<String> names() throws IOException {
        record Aged(FileTime age, String name) {}
        List<Aged> found = new ArrayList<>();
        for (Path file : list(directory, each -> each.toString().endsWith(ENVELOPE))) {
            String name = file.getFileName().toString();
            found.add(
                    new Aged(
                            Files.getLastModifiedTime(file),
                            name.substring(0, name.length() - ENVELOPE.length())));
        }
        found.sort(Comparator.comparing(Aged::age).thenComparing(Aged::name));
        return found.stream().map(Aged::name).toList();
    }

    Envelope envelope(String name) throws IOException {
        return Envelope.read(envelopeFile(name));
    }

    /** Octets of all that was refused. */
    long refusedOctets() throws IOException {
        long octets = 0;
        for (Path file : list(refused, Files::isRegularFile)) {
            octets += Files.size(file);
        }
        return octets;
    }

    private Path envelopeFile(String name) {
        return directory.resolve(name + ENVELOPE);
    }

    Path content(String name) {
        return directory.resolve(name);
    }

    FileChannel create(String name) throws IOException {
        return Disk.write(content(name), CREATE_NEW);
    }

    /** From here on the object will be stored, whatever happens. Its content is on the disk. */
    void seal(String name, Envelope envelope) throws IOException {
        Path unfinished = directory.resolve(name + UNFINISHED);
        try (FileChannel file = Disk.write(unfinished, CREATE_NEW)) {
            ByteBuffer bytes = ByteBuffer.wrap(envelope.toBytes());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(unfinished, envelopeFile(name), ATOMIC_MOVE);
        Disk.sync(directory);
    }

    /** The object is stored, or will never be whole. */
    void remove(String name) throws IOException {
        Files.deleteIfExists(content(name));
        Files.deleteIfExists(directory.resolve(name + UNFINISHED));
        Files.deleteIfExists(envelopeFile(name));
    }

    /** Content first: alone in the outbox it would be taken for one that was never whole. */
    void refuse(String name) throws IOException {
        for (Path file : List.of(content(name), envelopeFile(name))) {
            if (Files.exists(file)) {
                Files.move(file, refused.resolve(file.getFileName()), ATOMIC_MOVE);
            }
        }
    }
}
