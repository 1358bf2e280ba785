package org.carillon.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.carillon.call.Aor;

/**
 * Mints public GRUUs (RFC 5627 §5.4): the address of record with a {@code gr} parameter that is
 * computed from the instance id. The same instance thus gets the same GRUU after every refresh,
 * lapse and restart, and nothing about it needs to be kept.
 *
 * <p>A UUID URN stands in {@code gr} as it is. Any other instance id (an IMEI, say) names the
 * hardware or its owner, whom a GRUU must not expose to every correspondent: its digest stands
 * there, taken together with the address of record so that two users of one device cannot be linked
 * by it.
 */
final class Gruu {
    private static final Pattern UUID_URN =
            Pattern.compile(
                    "urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

    private Gruu() {}

    static String of(Aor user, String instance) {
        return user.uri() + ";gr=" + value(user, instance);
    }

    private static String value(Aor user, String instance) {
        return UUID_URN.matcher(instance).matches()
                ? instance.toLowerCase(Locale.ROOT)
                : digest(user.uri() + ' ' + instance);
    }

    private static String digest(String text) {
        byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
