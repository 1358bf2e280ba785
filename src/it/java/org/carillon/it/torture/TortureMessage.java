package org.carillon.it.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of expected.txt and the message that it is about.
 *
 * @param udp the final status, or "-" for silence
 * @param tcp likewise
 */
record TortureMessage(String name, String udp, String tcp) {
    private static final Path MESSAGES = Path.of("src/it/resources/torture");
    private static final Pattern CALL_ID = Pattern.compile("(?im)^(?:Call-ID|i)\\s*:\\s*(\\S+)");
    private static final Pattern TOP_TRANSPORT =
            Pattern.compile("(?i)(SIP\\s*/\\s*2\\.0\\s*/\\s*)(?:UDP|TCP|TLS)");
    private static final Pattern TOP_BRANCH =
            Pattern.compile("(?i)(branch\\s*=\\s*z9hG4bK[^\\s;,]+)");

    static Stream<TortureMessage> all() throws IOException {
        return Files.readAllLines(MESSAGES.resolve("expected.txt")).stream()
                .filter(line -> line.startsWith("rfc"))
                .map(line -> line.split("\\s+", 4))
                .map(fields -> new TortureMessage(fields[0], fields[1], fields[2]));
    }

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(MESSAGES)) {
            return files.map(file -> MESSAGES.relativize(file).toString())
                    .filter(name -> name.endsWith(".dat"))
                    .map(name -> name.substring(0, name.length() - ".dat".length()))
                    .toList();
        }
    }

    /** Text that no other message has, and that an answer must bring back. */
    static String mark() {
        return "x" + UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT);
    }

    /**
     * The message as the RFC has it, but for what would make it another message's retransmission:
     * Call-ID and branch are made new, and the topmost Via names the transport that it goes by.
     */
    byte[] octets(String transport, String mark) throws IOException {
        String text = new String(Files.readAllBytes(MESSAGES.resolve(name + ".dat")), ISO_8859_1);
        Matcher callId = CALL_ID.matcher(text);
        String marked =
                callId.find() ? text.replace(callId.group(1), callId.group(1) + mark) : text;
        String branched = TOP_BRANCH.matcher(marked).replaceFirst("$1" + mark);
        return TOP_TRANSPORT.matcher(branched).replaceFirst("$1" + transport).getBytes(ISO_8859_1);
    }

    @Override
    public String toString() {
        return name;
    }
}
