package org.carillon.call;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * IMS communication service identifiers (3GPP TS 24.229) and how a request shows them: plain in
 * P-Asserted-Service (RFC 6050), percent-encoded in the {@code +g.3gpp.icsi-ref} feature tag.
 */
public final class Icsi {
    private static final String PREFIX = "urn:urn-7:3gpp-service.ims.icsi.";

    /** Large Message Mode. */
    public static final String LARGE_MESSAGE = PREFIX + "oma.cpm.largemsg";

    /** Pager Mode. */
    public static final String PAGER = PREFIX + "oma.cpm.msg";

    /** A deferred message being pushed; shaped like what it was when it came. */
    public static final String DEFERRED = PREFIX + "oma.cpm.deferred";

    /** The feature tag that carries identifiers. */
    public static final String FEATURE_TAG = "+g.3gpp.icsi-ref";

    private Icsi() {}

    /**
     * "Is-a": {@code icsi} is {@code service} or a sub-class of it, which a dot sets apart; {@code
     * …largemsg.x} is a large message, {@code …largemsgx} is not. URN namespaces have no case (RFC
     * 8141 §3.1).
     */
    public static boolean isA(String icsi, String service) {
        String candidate = icsi.toLowerCase(Locale.ROOT);
        return candidate.equals(service) || candidate.startsWith(service + ".");
    }

    /** The identifiers in a {@code +g.3gpp.icsi-ref} value: comma list, percent-decoded. */
    public static List<String> ofFeature(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(SipText::percentDecoded)
                .toList();
    }

    /** The feature parameter that shows {@code icsi}, for Contact and Accept-Contact. */
    public static String featureParameter(String icsi) {
        return FEATURE_TAG + "=\"" + encoded(icsi) + '"';
    }

    /** The identifier as it stands inside the quotes of the feature tag. */
    public static String encoded(String icsi) {
        return icsi.replace(":", "%3A");
    }

    /** Whether the request asks for that service (S-1), or is a pushed message of its shape. */
    static boolean asksFor(Headers headers, String service) {
        return shown(headers).anyMatch(i -> isA(i, service) || isA(i, DEFERRED));
    }

    /** Whether one Accept-Contact value does. */
    static boolean shows(String acceptContact, String service) {
        return featuresOf(acceptContact).anyMatch(i -> isA(i, service) || isA(i, DEFERRED));
    }

    private static Stream<String> shown(Headers headers) {
        return Stream.concat(
                headers.values("P-Asserted-Service").stream(),
                headers.values("Accept-Contact").stream().flatMap(Icsi::featuresOf));
    }

    private static Stream<String> featuresOf(String acceptContact) {
        String value = SipText.parameters(acceptContact).getOrDefault(FEATURE_TAG, "");
        return ofFeature(value).stream();
    }
}
