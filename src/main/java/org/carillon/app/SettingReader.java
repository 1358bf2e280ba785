package org.carillon.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads each setting once, the strongest source first: system property {@code carillon.<key>},
 * environment variable {@code CARILLON_<KEY>}, the deployment descriptor. Problems are collected,
 * so that an operator sees all of them at once. A key that nobody reads is a problem too: it is a
 * typing error, and silence would hide it.
 */
final class SettingReader {
    private static final String PROPERTY_PREFIX = "carillon.";
    private static final String VARIABLE_PREFIX = "CARILLON_";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|TiB)?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private final Map<String, String> descriptor;
    private final Map<String, String> overrides = new TreeMap<>();
    private final Set<String> read = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> inForce = new TreeMap<>();

    SettingReader(
            Map<String, String> descriptor, Properties system, Map<String, String> environment) {
        this.descriptor = descriptor;
        environment.forEach(
                (name, value) -> {
                    if (name.startsWith(VARIABLE_PREFIX)) {
                        overrides.put(keyOf(name), value);
                    }
                });
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith(PROPERTY_PREFIX)) {
                overrides.put(name.substring(PROPERTY_PREFIX.length()), system.getProperty(name));
            }
        }
    }

    private static String keyOf(String variable) {
        return variable.substring(VARIABLE_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    String text(String key) {
        read.add(key);
        String value = overrides.getOrDefault(key, descriptor.get(key));
        if (value == null) {
            problems.add(key + ": missing from sip.xml");
            return "";
        }
        inForce.put(key, value.strip());
        return value.strip();
    }

    /** Like {@link #text}, but never shown among the settings in force. */
    String secret(String key) {
        String value = text(key);
        inForce.put(key, value.isEmpty() ? "" : "***");
        return value;
    }

    /** Comma-separated; blanks between are ignored. */
    List<String> list(String key) {
        return split(text(key));
    }

    static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** Each entry of a list through {@code parser}, whose exception text is the problem. */
    <T> List<T> list(String key, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        for (String part : list(key)) {
            convert(key, part, parser).ifPresent(values::add);
        }
        return values;
    }

    <T> T value(String key, T fallback, Function<String, T> parser) {
        return convert(key, text(key), parser).orElse(fallback);
    }

    private <T> Optional<T> convert(String key, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            problems.add(key + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    long number(String key, long least, long most) {
        return value(key, least, text -> parseNumber(text, least, most));
    }

    private static long parseNumber(String text, long least, long most) {
        if (!text.matches("-?\\d{1,18}")) {
            throw expected("a number from " + least + " to " + most, text);
        }
        long value = Long.parseLong(text);
        if (value < least || value > most) {
            throw expected("a number from " + least + " to " + most, text);
        }
        return value;
    }

    /** Octets: {@code 4096}, {@code 64KiB}, {@code 2GiB}. */
    long size(String key, long least) {
        return value(key, least, text -> octets(text, least));
    }

    static long octets(String text, long least) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw expected("octets such as 65536, 64KiB or 2GiB", text);
        }
        String unit = Optional.ofNullable(matcher.group(2)).orElse("B");
        int shift = List.of("B", "KiB", "MiB", "GiB", "TiB").indexOf(unit) * 10;
        long count = Long.parseLong(matcher.group(1));
        if (count > Long.MAX_VALUE >> shift || count << shift < least) {
            throw expected("at least " + least + " octets", text);
        }
        return count << shift;
    }

    /** {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}, {@code 7d}. */
    Duration time(String key) {
        return value(key, Duration.ofSeconds(1), SettingReader::duration);
    }

    static Duration duration(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw expected("a time such as 500ms, 30s, 2m, 1h or 7d", text);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    boolean onOff(String key) {
        return choice(key, List.of("off", "on")) == 1;
    }

    /** The constant whose name is the text with hyphens for underscores, in lower case. */
    <E extends Enum<E>> E choice(String key, Class<E> type) {
        E[] constants = type.getEnumConstants();
        List<String> names =
                Arrays.stream(constants)
                        .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList();
        return constants[choice(key, names)];
    }

    private int choice(String key, List<String> names) {
        return value(
                key,
                0,
                text -> {
                    int index = names.indexOf(text.toLowerCase(Locale.ROOT));
                    if (index < 0) {
                        throw expected(String.join(" or ", names), text);
                    }
                    return index;
                });
    }

    /** What a parser throws: got and expected in one line. */
    static IllegalArgumentException expected(String expected, String got) {
        return new IllegalArgumentException("expected " + expected + ", got \"" + got + '"');
    }

    /** What only several settings together show. */
    void problem(String text) {
        problems.add(text);
    }

    /** Options whose own check looks at several settings at once; its exception text names them. */
    <T> T checked(T fallback, Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return fallback;
        }
    }

    /** Ends the reading. */
    Map<String, String> finish() throws InvalidSettings {
        Set<String> unknown = new TreeSet<>(overrides.keySet());
        unknown.addAll(descriptor.keySet());
        unknown.removeAll(read);
        unknown.forEach(key -> problems.add(key + ": unknown setting"));
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return inForce;
    }
}
