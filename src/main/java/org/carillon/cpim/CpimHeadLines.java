package org.carillon.cpim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a head as they become headers. */
final class CpimHeadLines {

    private enum Block {
        CPIM,
        MIME,
        DONE
    }

    private static final Pattern NAME = Pattern.compile("[!#-'*+\\-.0-9A-Z^-z|~]++");
    private static final Pattern NAMESPACE = Pattern.compile("([^< ]*+) *+<([^>]++)>");

    private final List<CpimHeader> headers = new ArrayList<>();
    private final List<MimeHeader> mimeHeaders = new ArrayList<>();
    private final Map<String, String> namespaces = new HashMap<>(Map.of("", ""));
    private Block block = Block.CPIM;
    private int lines;

    /** Takes one line without its end; returns what is wrong with it. */
    Optional<String> take(String line, int most) {
        if (line.isEmpty()) {
            return endBlock();
        }
        if (++lines > most) {
            return Optional.of("too many headers");
        }
        return block == Block.CPIM ? takeCpim(line) : takeMime(line);
    }

    boolean complete() {
        return block == Block.DONE;
    }

    /** The head, if its CPIM headers are complete. */
    Optional<CpimHead> head() {
        return block == Block.CPIM
                ? Optional.empty()
                : Optional.of(new CpimHead(headers, mimeHeaders));
    }

    private Optional<String> endBlock() {
        if (block == Block.CPIM && headers.isEmpty()) {
            return Optional.of("no CPIM header");
        }
        block = block == Block.CPIM ? Block.MIME : Block.DONE;
        return Optional.empty();
    }

    private Optional<String> takeCpim(String line) {
        int colon = line.indexOf(':');
        if (colon < 0 || !NAME.matcher(line.substring(0, colon)).matches()) {
            return Optional.of("not a CPIM header");
        }
        String rest = line.substring(colon + 1);
        int value = endOfParameters(rest);
        CpimHeader header =
                header(
                        line.substring(0, colon),
                        rest.substring(0, value),
                        rest.substring(value).strip());
        headers.add(header);
        if (header.is("", "NS")) {
            declare(header.value());
        }
        return Optional.empty();
    }

    /** Parameters begin at once with a semicolon and end at the first space outside quotes. */
    private static int endOfParameters(String rest) {
        int at = 0;
        boolean quoted = false;
        if (rest.startsWith(";")) {
            while (at < rest.length() && (quoted || rest.charAt(at) != ' ')) {
                quoted ^= rest.charAt(at) == '"';
                at++;
            }
        }
        return at;
    }

    /** A prefix that nobody declared is no prefix: the name stays whole and means nothing to us. */
    private CpimHeader header(String fullName, String parameters, String value) {
        int dot = fullName.indexOf('.');
        String prefix = dot < 0 ? "" : fullName.substring(0, dot);
        if (dot >= 0 && !namespaces.containsKey(prefix)) {
            return new CpimHeader("", fullName, parameters, value);
        }
        // "NS" declares namespaces, also under another default namespace (RFC 3862 §3.4).
        String namespace = fullName.equals("NS") ? "" : namespaces.get(prefix);
        return new CpimHeader(namespace, fullName.substring(dot + 1), parameters, value);
    }

    /** The space before the bracket is missing in the field, so it may. */
    private void declare(String value) {
        Matcher match = NAMESPACE.matcher(value);
        if (match.matches()) {
            namespaces.put(match.group(1), match.group(2).strip());
        }
    }

    private Optional<String> takeMime(String line) {
        if (line.startsWith(" ") || line.startsWith("\t")) {
            return unfold(line);
        }
        int colon = line.indexOf(':');
        if (colon < 1) {
            return Optional.of("not a MIME header");
        }
        mimeHeaders.add(
                new MimeHeader(
                        line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        return Optional.empty();
    }

    private Optional<String> unfold(String line) {
        if (mimeHeaders.isEmpty()) {
            return Optional.of("not a MIME header");
        }
        int last = mimeHeaders.size() - 1;
        MimeHeader before = mimeHeaders.get(last);
        mimeHeaders.set(last, new MimeHeader(before.name(), before.value() + " " + line.strip()));
        return Optional.empty();
    }
}
