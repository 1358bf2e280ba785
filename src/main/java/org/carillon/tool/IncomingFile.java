package org.carillon.tool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file that is arriving: written under a hidden temporary name and given its own name only when
 * it is whole, so that nobody ever sees half of it. Never overwrites a file.
 *
 * <p>States: open, then kept or abandoned. One thread at a time.
 */
final class IncomingFile implements AutoCloseable {
    private final Path directory;
    private final Path partial;
    private final FileChannel channel;
    private final MessageDigest digest;
    private long bytes;

    private IncomingFile(Path directory, Path partial, FileChannel channel) {
        this.directory = directory;
        this.partial = partial;
        this.channel = channel;
        this.digest = SavedFile.sha256Digest();
    }

    /** Creates the directory if it is missing and the partial file in it. */
    static IncomingFile in(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path partial = Files.createTempFile(directory, ".carillon-", ".part");
        return new IncomingFile(
                directory, partial, FileChannel.open(partial, StandardOpenOption.WRITE));
    }

    /** Appends all that remains in the buffer. */
    void append(ByteBuffer data) throws IOException {
        digest.update(data.duplicate());
        bytes += data.remaining();
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }

    /** Bytes written so far. */
    long bytes() {
        return bytes;
    }

    /**
     * Ends the file and gives it its name, numbered if that one is taken.
     *
     * @param name safe as a file name, see {@link SafeFileName}
     */
    SavedFile keepAs(String name) throws IOException {
        channel.close();
        Path target = reserve(name);
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        return new SavedFile(target, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Removes what arrived, unless the file was kept. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(partial);
    }

    /** Creating the empty file is the reservation: it fails if anybody else has the name. */
    private Path reserve(String name) throws IOException {
        int number = 1;
        while (true) {
            try {
                return Files.createFile(directory.resolve(SafeFileName.numbered(name, number)));
            } catch (FileAlreadyExistsException taken) {
                number++;
            }
        }
    }
}
