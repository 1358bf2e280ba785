package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificate a description names (RFC 8122 §5), and what happens where it names none. */
class FingerprintTest {
    private static final String SHA_1 = pairs(20);
    private static final String SHA_256 = pairs(32);
    private static final String SHA_512 = pairs(64);

    private static final String TLS_OFFER =
            Legs.OFFER.replace("TCP/MSRP", "TCP/TLS/MSRP").replace("a=path:msrp:", "a=path:msrps:");

    private static final LocalEnd TLS_BRANCH =
            new LocalEnd("msrps://pf.example.net:2856/b1;tcp", "192.0.2.10", 200, 1);

    private static String pairs(int octets) {
        return ":AB".repeat(octets).substring(1);
    }

    private static String offer(String... fingerprints) {
        StringBuilder offer = new StringBuilder(TLS_OFFER);
        Arrays.stream(fingerprints)
                .forEach(each -> offer.append("a=fingerprint:").append(each).append('\n'));
        return offer.toString();
    }

    private static List<Fingerprint> expected(String... fingerprints) {
        return Legs.offer(offer(fingerprints), Legs.PREPEND).media().expectedFingerprints();
    }

    @Test
    void theStrongestFunctionDecides() {
        assertThat(expected("sha-1 " + SHA_1, "SHA-512 " + SHA_512, "SHA-256 " + SHA_256))
                .containsExactly(new Fingerprint("SHA-512", SHA_512));
    }

    @Test
    void severalCertificatesMayBeNamed() {
        String another = SHA_256.replace("AB", "cd");
        assertThat(expected("SHA-256 " + SHA_256, "sha-256 " + another))
                .containsExactly(
                        new Fingerprint("SHA-256", SHA_256), new Fingerprint("sha-256", another));
    }

    @Test
    void whatCannotBeCheckedGivesWayToWhatCan() {
        assertThat(expected("SHA-512 " + SHA_256, "MD5 " + pairs(16), "SHA-1 " + SHA_1))
                .containsExactly(new Fingerprint("SHA-1", SHA_1));
    }

    /** Taking the peer as one that has named none would be what an attacker wants. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MD5 AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB
                    SHA-256 AB:CD
                    SHA-256 AB:
                    SHA-256
                    SHA-256 ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB
                    SHA-1 AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:XY
                    sha-3 AB:CD
                    nonsense of three words
                    """)
    void anOfferWhoseCertificateCannotBeCheckedIsRefused(String fingerprint) {
        OfferVerdict verdict = UpstreamOffer.examine(Legs.sdp(offer(fingerprint)), Legs.PREPEND);
        assertThat(verdict).isEqualTo(new OfferVerdict.Refused(unchecked()));
    }

    private static Refusal unchecked() {
        return new Refusal(399, "No certificate fingerprint that can be checked");
    }

    @Test
    void anAnswerWhoseCertificateCannotBeCheckedIsRefused() {
        String answer =
                Legs.ANSWER
                                .replace("TCP/MSRP", "TCP/TLS/MSRP")
                                .replace("a=path:msrp:", "a=path:msrps:")
                        + "a=fingerprint:MD5 "
                        + pairs(16)
                        + "\n";
        assertThat(
                        Legs.offer(TLS_OFFER, Legs.PREPEND)
                                .toDevice(TLS_BRANCH)
                                .examine(Legs.sdp(answer)))
                .isEqualTo(new AnswerVerdict.Refused(unchecked()));
    }

    @Test
    void noFingerprintIsNoFault() {
        assertThat(expected()).isEmpty();
    }

    @Test
    void onAPlainLineAFingerprintSaysNothing() {
        assertThat(
                        Legs.offer(Legs.OFFER + "a=fingerprint:MD5 AB\n", Legs.PREPEND)
                                .media()
                                .expectedFingerprints())
                .isEmpty();
    }

    @Test
    void theSessionLevelCountsWhereTheMediaLevelSaysNothing() {
        String both =
                offer("SHA-256 " + SHA_256)
                        .replace("t=3034423619 0\n", "t=0 0\na=fingerprint:SHA-1 " + SHA_1 + "\n");
        String sessionOnly = both.replace("a=fingerprint:SHA-256 " + SHA_256 + "\n", "");
        assertThat(Legs.offer(both, Legs.PREPEND).media().expectedFingerprints())
                .containsExactly(new Fingerprint("SHA-256", SHA_256));
        assertThat(Legs.offer(sessionOnly, Legs.PREPEND).media().expectedFingerprints())
                .containsExactly(new Fingerprint("SHA-1", SHA_1));
    }

    @Test
    void anotherCertificateIsExpectedFromThenOn() {
        UpstreamOffer before = Legs.offer(offer("SHA-256 " + SHA_256), Legs.PREPEND);
        String moved = offer("SHA-256 " + SHA_256.replace("AB", "00"));
        Reoffer<UpstreamOffer> reoffer = before.reoffer(Legs.sdp(moved));
        assertThat(reoffer).isInstanceOf(Reoffer.Changed.class);
        assertThat(((Reoffer.Changed<UpstreamOffer>) reoffer).next().media().expectedFingerprints())
                .containsExactly(new Fingerprint("SHA-256", SHA_256.replace("AB", "00")));
    }

    @Test
    void theTransportStays() {
        UpstreamOffer before = Legs.offer(Legs.OFFER, Legs.PREPEND);
        assertThat(before.reoffer(Legs.sdp(TLS_OFFER)))
                .isEqualTo(
                        new Reoffer.Refused<UpstreamOffer>(
                                new Refusal(302, "MSRP cannot change between TCP and TLS")));
    }

    @ParameterizedTest
    @CsvSource({
        "MIRROR, TCP, TCP",
        "MIRROR, TLS, TLS",
        "NEVER, TLS, TCP",
        "NEVER, TCP, TCP",
        "ALWAYS, TCP, TLS",
        "ALWAYS, TLS, TLS"
    })
    void devicesAreOfferedWhatTheOperatorWants(
            DeviceTls setting, Transport sender, Transport devices) {
        MsrpPolicy policy =
                new MsrpPolicy(
                        PathMode.PREPEND,
                        java.util.Set.of(Transport.TCP, Transport.TLS),
                        setting,
                        1000);
        String text = sender == Transport.TLS ? TLS_OFFER : Legs.OFFER;
        assertThat(Legs.offer(text, policy).deviceTransport()).isEqualTo(devices);
    }

    /** RFC 4975 §8.1: the m-line follows our URI on that leg, whatever the other leg has. */
    @Test
    void aTlsBranchIsOfferedAsOneThoughTheSenderIsPlain() {
        LocalEnd end =
                new LocalEnd(
                        TLS_BRANCH.uri(),
                        "192.0.2.10",
                        200,
                        1,
                        List.of(new Fingerprint("SHA-256", SHA_256)));
        String text = Legs.text(Legs.offer(Legs.OFFER, Legs.PREPEND).toDevice(end).description());
        assertThat(text)
                .contains("m=message 2856 TCP/TLS/MSRP *\n")
                .contains("a=path:msrps://pf.example.net:2856/b1;tcp " + Legs.ORIGINATOR_PATH)
                .contains("a=fingerprint:SHA-256 " + SHA_256 + "\n");
    }
}
