package org.carillon.call;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A product and the lowest version that is supported, such as {@code CPM-client/OMA1.0} (S-3).
 *
 * @param product the token before the slash, in lower case
 * @param scheme letters before the number ({@code oma}), in lower case
 * @param numbers the dotted version, most significant first
 */
public record UserAgentVersion(String product, String scheme, List<BigInteger> numbers) {
    /** Numbers of at most nine digits: a version is no place for arithmetic games. */
    private static final Pattern TOKEN =
            Pattern.compile("([^\\s/();,\"]+)/([A-Za-z_]*)(\\d{1,9}(?:\\.\\d{1,9}){0,7})");

    public UserAgentVersion {
        numbers = List.copyOf(numbers);
    }

    /** Reads {@code product/version}; empty if it is none. */
    public static Optional<UserAgentVersion> parse(String token) {
        Matcher matcher = TOKEN.matcher(token.strip());
        return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
    }

    private static UserAgentVersion of(Matcher matcher) {
        List<BigInteger> numbers = new ArrayList<>();
        for (String number : matcher.group(3).split("\\.", -1)) {
            numbers.add(new BigInteger(number));
        }
        return new UserAgentVersion(
                matcher.group(1).toLowerCase(Locale.ROOT),
                matcher.group(2).toLowerCase(Locale.ROOT),
                numbers);
    }

    /** Whether a User-Agent header names this product in this version or a later one. */
    boolean isMetBy(String userAgent) {
        Matcher matcher = TOKEN.matcher(userAgent);
        while (matcher.find()) {
            UserAgentVersion shown = of(matcher);
            if (shown.product.equals(product) && shown.scheme.equals(scheme) && notBelow(shown)) {
                return true;
            }
        }
        return false;
    }

    private boolean notBelow(UserAgentVersion shown) {
        for (int i = 0; i < Math.max(numbers.size(), shown.numbers.size()); i++) {
            int order = shown.number(i).compareTo(number(i));
            if (order != 0) {
                return order > 0;
            }
        }
        return true;
    }

    private BigInteger number(int index) {
        return index < numbers.size() ? numbers.get(index) : BigInteger.ZERO;
    }
}
