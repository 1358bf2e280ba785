package org.carillon.history;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** The encoding of mailbox names, RFC 3501 §5.1.3. */
final class ModifiedUtf7 {
    private static final Pattern ENCODED = Pattern.compile("&|[^\\x20-\\x7e]+");

    private ModifiedUtf7() {}

    static String encode(String name) {
        return ENCODED.matcher(name)
                .replaceAll(run -> run.group().equals("&") ? "&-" : shifted(run.group()));
    }

    private static String shifted(String run) {
        byte[] utf16 = run.getBytes(StandardCharsets.UTF_16BE);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(utf16);
        return "&" + base64.replace('/', ',') + "-";
    }
}
