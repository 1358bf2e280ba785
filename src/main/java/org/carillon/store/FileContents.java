package org.carillon.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.carillon.call.SourceException;

/**
 * One file a message in one directory, named by the message's id: for a database that is embedded,
 * which would copy large rows several times, in memory and on the disk. Thread-safe.
 */
final class FileContents implements Contents {
    private static final int PIECE = 256 << 10;
    private static final String IDS = "SELECT id FROM deferred_message";

    private final Path directory;

    FileContents(Path directory) throws SourceException {
        this.directory = directory;
        attempt(() -> Files.createDirectories(directory));
    }

    @Override
    public int pieceSize() {
        return PIECE;
    }

    private interface Access<T> {
        T run() throws IOException;
    }

    private <T> T attempt(Access<T> access) throws SourceException {
        try {
            return access.run();
        } catch (IOException e) {
            throw new SourceException(
                    "messages in " + directory + ": " + e + " (see data-directory)", e);
        }
    }

    private Path file(String id) {
        return directory.resolve(id);
    }

    @Override
    public Writer begin(String id, String node) throws SourceException {
        return attempt(
                () ->
                        new FileWriter(
                                id,
                                FileChannel.open(
                                        file(id),
                                        StandardOpenOption.CREATE_NEW,
                                        StandardOpenOption.WRITE)));
    }

    private final class FileWriter implements Writer {
        private final String id;
        private final FileChannel channel;

        private FileWriter(String id, FileChannel channel) {
            this.id = id;
            this.channel = channel;
        }

        @Override
        public void append(byte[] piece) throws SourceException {
            int unused = attempt(() -> write(ByteBuffer.wrap(piece)));
        }

        private int write(ByteBuffer octets) throws IOException {
            int written = 0;
            while (octets.hasRemaining()) {
                written += channel.write(octets);
            }
            return written;
        }

        @Override
        public void complete() throws SourceException {
            Path unused =
                    attempt(
                            () -> {
                                channel.force(false);
                                channel.close();
                                return flushed(directory);
                            });
        }

        @Override
        public void abort() throws SourceException {
            Path unused =
                    attempt(
                            () -> {
                                channel.close();
                                return directory;
                            });
            delete(id);
        }
    }

    /** The name of a new file is in its directory, which is a file of its own. */
    private static Path flushed(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
        return directory;
    }

    @Override
    public Optional<byte[]> piece(String id, int number) throws SourceException {
        return attempt(
                () -> {
                    try (FileChannel channel =
                            FileChannel.open(file(id), StandardOpenOption.READ)) {
                        return piece(channel, (long) number * PIECE);
                    } catch (NoSuchFileException e) {
                        return Optional.empty();
                    }
                });
    }

    private static Optional<byte[]> piece(FileChannel channel, long offset) throws IOException {
        long left = channel.size() - offset;
        if (left <= 0) {
            return Optional.empty();
        }
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
        long at = offset;
        while (piece.hasRemaining()) {
            int read = channel.read(piece, at);
            if (read < 0) {
                return Optional.empty();
            }
            at += read;
        }
        return Optional.of(piece.array());
    }

    @Override
    public void delete(String id) throws SourceException {
        boolean unused = attempt(() -> Files.deleteIfExists(file(id)));
    }

    /** Whoever takes over is the only one here, and nothing arrives yet. */
    @Override
    public void takeOver(Connection connection, String node) throws SQLException {
        Set<String> wanted = Statements.strings(connection, IDS);
        try {
            for (String id : ids()) {
                if (!wanted.contains(id)) {
                    Files.deleteIfExists(file(id));
                }
            }
        } catch (IOException e) {
            throw new SQLException("messages in " + directory + ": " + e, e);
        }
    }

    private List<String> ids() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
