package org.carillon.bench.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate that the JDK's own tool makes, as PEM files. */
final class SelfSigned {
    private static final String PASSWORD = "not-a-secret";
    private static final String ALIAS = "relay";

    private SelfSigned() {}

    static Path certificate(Path directory) {
        return directory.resolve("certificate.pem");
    }

    static Path key(Path directory) {
        return directory.resolve("key.pem");
    }

    /** Makes both files. */
    static void make(Path directory) throws IOException, InterruptedException {
        Path store = directory.resolve("store.p12");
        makeStore(store);
        char[] password = PASSWORD.toCharArray();
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), password);
            write(certificate(directory), "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
            write(key(directory), "PRIVATE KEY", keys.getKey(ALIAS, password).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate for TLS", e);
        }
    }

    private static void write(Path file, String what, byte[] octets) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        Files.writeString(
                file,
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, base64),
                US_ASCII);
    }

    private static void makeStore(Path store) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process tool =
                new ProcessBuilder(
                                keytool.toString(),
                                "-genkeypair",
                                "-alias",
                                ALIAS,
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD,
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (tool.waitFor() != 0) {
            throw new IOException("keytool exits " + tool.exitValue());
        }
    }
}
