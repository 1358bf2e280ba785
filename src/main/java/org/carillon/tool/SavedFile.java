package org.carillon.tool;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A file that arrived whole.
 *
 * @param path where it is
 * @param bytes its length
 * @param sha256 of its content, lower-case hex
 */
public record SavedFile(Path path, long bytes, String sha256) {
    static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
