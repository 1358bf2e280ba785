package org.carillon.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedTest {
    private static final Instant NOW = Instant.parse("2026-11-23T01:02:03Z");

    private static SelfSigned named(String name) {
        return SelfSigned.make(name, NOW, new SecureRandom());
    }

    /** Lengths of DER take one octet up to 127, two up to 255, then three. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20, 100, 110, 120, 127, 128, 200, 255, 256, 1000})
    void javaReadsItAndItsSignatureIsRight(int nameLength) throws Exception {
        String name = "x".repeat(nameLength);
        SelfSigned made = named(name);
        X509Certificate certificate = made.certificate();
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(Date.from(NOW));
        certificate.checkValidity(Date.from(NOW.plus(Duration.ofHours(24))));
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSubjectX500Principal())
                .isEqualTo(new X500Principal("CN=" + name));
        assertThat(certificate.getIssuerX500Principal())
                .isEqualTo(certificate.getSubjectX500Principal());
        assertThat(certificate.getNotBefore())
                .isEqualTo(Date.from(Instant.parse("2026-11-23T00:02:03Z")));
        assertThat(certificate.getNotAfter())
                .isEqualTo(Date.from(Instant.parse("2026-11-24T01:02:03Z")));
    }

    @Test
    void aNameIsNoSyntax() {
        assertThat(named("Bob, O=Ünïted").certificate().getSubjectX500Principal())
                .isEqualTo(new X500Principal("CN=\"Bob, O=Ünïted\""));
    }

    @Test
    void noTwoAreTheSame() {
        SelfSigned one = named("phone");
        SelfSigned other = named("phone");
        assertThat(one.key()).isNotEqualTo(other.key());
        assertThat(one.certificate().getSerialNumber())
                .isPositive()
                .isNotEqualTo(other.certificate().getSerialNumber());
        assertThat(one.fingerprint())
                .matches("[0-9A-F]{2}(:[0-9A-F]{2}){31}")
                .isNotEqualTo(other.fingerprint());
    }

    @Test
    void itIsWrittenAsPem(@TempDir Path directory) throws Exception {
        SelfSigned made = named("phone");
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        made.write(certificate, key);
        try (var in = Files.newInputStream(certificate)) {
            assertThat(CertificateFactory.getInstance("X.509").generateCertificate(in))
                    .isEqualTo(made.certificate());
        }
        String pem = Files.readString(key);
        assertThat(pem)
                .startsWith("-----BEGIN PRIVATE KEY-----\n")
                .endsWith("\n-----END PRIVATE KEY-----\n");
        byte[] octets = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        assertThat(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(octets)))
                .isEqualTo(made.key());
    }
}
