package org.carillon.sip;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.call.Headers;

/** Header fields whose value is a number of seconds, a comment or parameters behind it. */
final class Seconds {
    private static final Pattern NUMBER = Pattern.compile("\\s*([0-9]{1,10})\\s*([;(].*)?");

    private Seconds() {}

    /** Empty where there is none that reads. */
    static Optional<Duration> of(Headers headers, String name) {
        return headers.first(name)
                .map(NUMBER::matcher)
                .filter(Matcher::matches)
                .map(number -> Duration.ofSeconds(Long.parseLong(number.group(1))));
    }
}
