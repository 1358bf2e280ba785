package org.carillon.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header fields of a request in the order in which they stand on the wire, one entry per header
 * line, long names.
 */
public record Headers(List<Header> lines) {
    public Headers {
        lines = List.copyOf(lines);
    }

    /** The value of the first line of that name (names match without case, RFC 3261 §7.3.1). */
    public Optional<String> first(String name) {
        for (Header line : lines) {
            if (line.name().equalsIgnoreCase(name)) {
                return Optional.of(line.value());
            }
        }
        return Optional.empty();
    }

    /** The lines of that name, whole. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Header line : lines) {
            if (line.name().equalsIgnoreCase(name)) {
                values.add(line.value());
            }
        }
        return List.copyOf(values);
    }

    /** Every value of that name: comma-separated lists taken apart (RFC 3261 §7.3.1). */
    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        all(name).forEach(line -> values.addAll(SipText.list(line)));
        return List.copyOf(values);
    }
}
