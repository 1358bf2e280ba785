package org.carillon.tool;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A file that cannot be guessed, and what is known of it. */
final class DemoFile {
    private static final int BLOCK = 64 * 1024;

    private DemoFile() {}

    static SavedFile write(Path path, long bytes, RandomGenerator random) throws IOException {
        MessageDigest digest = SavedFile.sha256Digest();
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(path)) {
            for (long left = bytes; left > 0; left -= BLOCK) {
                random.nextBytes(block);
                int length = (int) Math.min(BLOCK, left);
                out.write(block, 0, length);
                digest.update(block, 0, length);
            }
        }
        return new SavedFile(path, bytes, HexFormat.of().formatHex(digest.digest()));
    }
}
