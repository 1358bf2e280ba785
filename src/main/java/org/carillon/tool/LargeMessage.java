package org.carillon.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is to be sent. Its content can be read once.
 *
 * @param name of the file, empty for none
 * @param contentType MIME type
 * @param bytes of the content, or {@link #UNKNOWN}
 * @param content read while it is sent, never held
 */
public record LargeMessage(String name, String contentType, long bytes, InputStream content)
        implements AutoCloseable {
    /** The length of something that ends when it ends. */
    public static final long UNKNOWN = -1;

    /** The type of a file of which nobody knows more. */
    public static final String OCTETS = "application/octet-stream";

    /** Refuses a type that would break the header it is written into. */
    public LargeMessage {
        if (!contentType.matches("[\\x21-\\x7e]+/[\\x20-\\x7e]+")) {
            throw new IllegalArgumentException(
                    "expected a content type such as image/png, got '"
                            + Printable.of(contentType)
                            + "'");
        }
    }

    /** A file, its type guessed from its name. */
    public static LargeMessage of(Path file) throws IOException {
        return of(file, typeOf(file));
    }

    /** A file of a known type. */
    public static LargeMessage of(Path file, String contentType) throws IOException {
        return new LargeMessage(
                String.valueOf(file.getFileName()),
                contentType,
                Files.size(file),
                Files.newInputStream(file));
    }

    /** What to call it on a screen. */
    String label() {
        return name.isEmpty() ? "standard input" : Printable.of(name);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /** The type that the platform knows for the file's name. */
    static String typeOf(Path file) throws IOException {
        String guess = Files.probeContentType(file);
        return guess == null ? OCTETS : guess;
    }
}
