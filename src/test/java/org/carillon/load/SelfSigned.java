package org.carillon.load;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;

/** A server's TLS with a certificate that the JDK's own tool makes. */
final class SelfSigned {
    private static final String PASSWORD = "only-for-tests";

    private SelfSigned() {}

    static SslContext create() throws Exception {
        Path directory = Files.createTempDirectory("carillon-tls-");
        Path store = directory.resolve("store.p12");
        try {
            make(store);
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            KeyManagerFactory managers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            return SslContextBuilder.forServer(managers).build();
        } finally {
            Files.deleteIfExists(store);
            Files.delete(directory);
        }
    }

    private static void make(Path store) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        int code =
                new ProcessBuilder(
                                keytool.toString(),
                                "-genkeypair",
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
                        .start()
                        .waitFor();
        if (code != 0) {
            throw new IllegalStateException("keytool exits " + code);
        }
    }
}
