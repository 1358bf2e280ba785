package org.carillon.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What a store must know of an object, and the log. It lies beside the object, so that a restart
 * loses nothing.
 *
 * @param user whose history it is: the URI of an address of record
 * @param folder the mailbox: the levels of {@link FolderTemplate#folderOf}, joined by {@code /}
 * @param call the Call-ID of the sender's dialog, fit for a log line
 * @param size octets of the object
 */
record Envelope(String user, String folder, String call, long size) {
    private static final int LONGEST_CALL = 200;

    Envelope {
        String head = call.substring(0, Math.min(LONGEST_CALL, call.length()));
        call = head.replaceAll("[^\\x21-\\x7e]|\"", "?");
    }

    byte[] toBytes() throws IOException {
        Properties values = new Properties();
        values.setProperty("user", user);
        values.setProperty("folder", folder);
        values.setProperty("call", call);
        values.setProperty("size", Long.toString(size));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        values.store(bytes, null);
        return bytes.toByteArray();
    }

    /**
     * @throws ObjectRefused if the file is no envelope
     */
    static Envelope read(Path file) throws IOException {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return new Envelope(
                    value(values, "user"),
                    value(values, "folder"),
                    value(values, "call"),
                    Long.parseLong(value(values, "size")));
        } catch (IllegalArgumentException e) {
            throw new ObjectRefused("no-envelope");
        }
    }

    private static String value(Properties values, String key) {
        String value = values.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }
}
