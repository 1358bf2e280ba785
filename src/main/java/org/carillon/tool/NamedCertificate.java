package org.carillon.tool;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.carillon.sdp.Fingerprint;

/**
 * Trusts the one certificate that a session description names (RFC 8122 §5.1), whichever side we
 * are.
 */
final class NamedCertificate extends X509ExtendedTrustManager {
    private static final HexFormat HEX = HexFormat.ofDelimiter(":");

    private final List<Fingerprint> expected;

    NamedCertificate(List<Fingerprint> expected) {
        this.expected = expected;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain);
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        for (Fingerprint each : expected) {
            if (each.value().equalsIgnoreCase(hash(chain[0], each.hash()))) {
                return;
            }
        }
        throw new CertificateException("it is not the certificate that the description names");
    }

    private static String hash(X509Certificate certificate, String function)
            throws CertificateException {
        try {
            byte[] der = certificate.getEncoded();
            return HEX.formatHex(MessageDigest.getInstance(function).digest(der));
        } catch (GeneralSecurityException e) {
            throw new CertificateException("no " + function, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
