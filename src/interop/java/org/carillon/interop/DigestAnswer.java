package org.carillon.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to a digest challenge without a quality of protection (RFC 2617 §3.2.2). */
final class DigestAnswer {
    private DigestAnswer() {}

    static String to(String challenge, String method, String uri, String user, String password) {
        String realm = parameter("realm", challenge);
        String nonce = parameter("nonce", challenge);
        String who = md5(user + ":" + realm + ":" + password);
        String what = md5(method + ":" + uri);
        return "Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\""
                .formatted(user, realm, nonce, uri, md5(who + ":" + nonce + ":" + what));
    }

    private static String parameter(String name, String challenge) {
        Matcher found = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
        if (!found.find()) {
            throw new AssertionError("no " + name + " in " + challenge);
        }
        return found.group(1);
    }

    private static String md5(String text) {
        try {
            byte[] octets = text.getBytes(ISO_8859_1);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(octets));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
