package org.carillon.call;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the values of Contact parameters read, whether they come in a REGISTER or in registration
 * information.
 */
public final class ContactParameters {
    private static final int FULL_PREFERENCE = 1000;
    private static final Pattern QVALUE = Pattern.compile("0(\\.\\d{0,3})?|1(\\.0{0,3})?");

    private ContactParameters() {}

    /** {@code q} in thousandths; 1000 if it is absent or no {@code qvalue} (RFC 3261 §25.1). */
    public static int preference(Optional<String> q) {
        return q.map(String::strip)
                .filter(text -> QVALUE.matcher(text).matches())
                .map(text -> (int) Math.round(Double.parseDouble(text) * FULL_PREFERENCE))
                .orElse(FULL_PREFERENCE);
    }

    /** The content of a quoted-string; what is none stays as it is. */
    public static String unquoted(String value) {
        return SipText.unquote(value);
    }

    /** The URN within the angle brackets of {@code +sip.instance} (RFC 5626 §4.1). */
    public static String withoutBrackets(String urn) {
        boolean bracketed = urn.startsWith("<") && urn.endsWith(">");
        return bracketed ? urn.substring(1, urn.length() - 1) : urn;
    }
}
