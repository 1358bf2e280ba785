package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder.Algorithm;
import java.util.List;
import org.carillon.certificate.TestCertificate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFingerprintTest {

    /** RFC 8122 §5.1: SHA-256, and the hash of the signature. */
    @ParameterizedTest
    @CsvSource({
        "ecp256, SHA-256",
        "rsa2048, SHA-256",
        "ecp384, SHA-256 SHA-384",
        "ed25519, SHA-256"
    })
    void namesWhatAPeerMayAskFor(Algorithm algorithm, String hashes) {
        TestCertificate certificate = TestCertificate.selfSigned("any", algorithm);
        List<CertificateFingerprint> fingerprints =
                CertificateFingerprint.of(certificate.certificate());
        assertThat(fingerprints)
                .extracting(CertificateFingerprint::hash)
                .containsExactly(hashes.split(" ", -1));
        assertThat(fingerprints)
                .allMatch(each -> each.value().equals(certificate.fingerprint(each.hash())));
    }

    @ParameterizedTest
    @CsvSource({"sha-256, SHA-256", "Sha-1, SHA-1", "SHA-512, SHA-512"})
    void caseDoesNotCount(String asWritten, String hash) {
        TestCertificate certificate = TestCertificate.selfSigned("any");
        String value = certificate.fingerprint(hash).toLowerCase(java.util.Locale.ROOT);
        CertificateFingerprint given = new CertificateFingerprint(asWritten, value);
        assertThat(given.matches(certificate.certificate())).isTrue();
        assertThat(given.matches(TestCertificate.selfSigned("any").certificate())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SHA-256, ''", "SHA-17, ''", "SHA-17, AB"})
    void whatNobodyCanMakeMatchesNothing(String hash, String value) {
        CertificateFingerprint given = new CertificateFingerprint(hash, value);
        assertThat(given.matches(TestCertificate.selfSigned("any").certificate())).isFalse();
    }
}
