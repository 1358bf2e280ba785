package org.carillon.call;

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
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** The lines of that name, whole. */
    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /** Every value of that name: comma-separated lists taken apart (RFC 3261 §7.3.1). */
    public List<String> values(String name) {
        return all(name).stream().flatMap(line -> SipText.list(line).stream()).toList();
    }
}
