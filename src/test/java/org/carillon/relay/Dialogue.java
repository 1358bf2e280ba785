package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A text of who says what. A line that begins with a marker begins a part; the lines behind it,
 * indented by two spaces, are what is said.
 *
 * <pre>
 *  sender:            the sender says (device0: the first device says)
 *  relay>sender:      the sender hears exactly that, and nothing else until it hears again
 *  room:              the Room tells exactly these things since it told last
 *  seat device0 [active], connect device0, hang-up sender, release device0,
 *  part device0, hold device0, resume device0, drain 5, time 30   what happens, in seconds
 *  reseat device0 [active]   another offer and answer, with another path of the peer
 *  refused device0 481   another connection is refused
 *  ack device0, refuse device0 413   it answers what it heard and has not answered
 * </pre>
 *
 * {@code <sender>} and {@code <device0>} stand for our own URIs; a transaction id or Message-ID
 * that the relay chose is heard as {@code <id>}.
 */
final class Dialogue {
    private static final Pattern SEND = Pattern.compile("MSRP ([0-9a-f]{16}) SEND");

    private final String name;
    private final Stage stage;
    private final List<String> unanswered = new ArrayList<>();
    private int told;

    private record Part(int line, String marker, String text) {}

    private Dialogue(String name, Stage stage) {
        this.name = name;
        this.stage = stage;
    }

    static void play(Path file, Stage stage) throws IOException {
        Dialogue dialogue = new Dialogue(file.getFileName().toString(), stage);
        for (Part part : parts(Files.readAllLines(file, StandardCharsets.UTF_8))) {
            dialogue.play(part);
        }
        dialogue.nothingMore();
    }

    private static List<Part> parts(List<String> lines) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int at = i + 1;
            StringBuilder text = new StringBuilder();
            while (line.endsWith(":")
                    && i + 1 < lines.size()
                    && lines.get(i + 1).startsWith("  ")) {
                text.append(lines.get(++i).substring(2)).append("\r\n");
            }
            parts.add(new Part(at, line, text.toString()));
        }
        return parts;
    }

    private void play(Part part) {
        String where = name + ":" + part.line();
        String marker = part.marker();
        if (marker.equals("room:")) {
            hearRoom(where, part.text().lines().toList());
        } else if (marker.startsWith("relay>")) {
            hear(where, party(marker.substring(6, marker.length() - 1)), part.text());
        } else if (marker.endsWith(":")) {
            stage.say(party(marker.substring(0, marker.length() - 1)), ours(part.text()));
        } else {
            act(where, marker.split(" "));
        }
    }

    private void act(String where, String[] words) {
        switch (words[0]) {
            case "seat" -> stage.seat(party(words[1]), words.length > 2);
            case "reseat" -> stage.seatAgain(party(words[1]), words.length > 2);
            case "refused" ->
                    assertThat(stage.refusal(party(words[1])))
                            .as(where)
                            .isEqualTo(Integer.parseInt(words[2]));
            case "connect" -> stage.connect(party(words[1]));
            case "hang-up" -> stage.hangUp(party(words[1]));
            case "release" -> stage.release(party(words[1]));
            case "part" -> stage.part(party(words[1]));
            case "hold" -> stage.hold(party(words[1]));
            case "resume" -> stage.resume(party(words[1]));
            case "drain" -> stage.drain(Duration.ofSeconds(Long.parseLong(words[1])));
            case "ack" -> respond(party(words[1]), "200 OK");
            case "refuse" -> respond(party(words[1]), words[2] + " No");
            case "time" -> stage.pass(Duration.ofSeconds(Long.parseLong(words[1])));
            default -> throw new AssertionError(where + ": unknown word " + words[0]);
        }
    }

    private static int party(String who) {
        return who.equals("sender")
                ? Room.SENDER
                : Integer.parseInt(who.substring("device".length()));
    }

    private String ours(String text) {
        String said = text.replace("<sender>", stage.uri(Room.SENDER).toString());
        for (int n = 0; said.contains("<device"); n++) {
            said = said.replace("<device" + n + ">", stage.uri(n).toString());
        }
        return said;
    }

    private void hear(String where, int party, String expected) {
        int length = ours(expected).replace("<id>", "0123456789abcdef").length();
        String raw = stage.hear(party, length);
        SEND.matcher(raw).results().forEach(send -> unanswered.add(party + " " + send.group(1)));
        String heard = raw.replaceAll("(?<=[ -])[0-9a-f]{16}(?=[ +$#\r])", "<id>");
        assertThat(heard).as(where).isEqualTo(ours(expected));
    }

    /** Answers every chunk that this party heard and did not answer. */
    private void respond(int party, String status) {
        String mine = party + " ";
        List<String> ids = unanswered.stream().filter(id -> id.startsWith(mine)).toList();
        unanswered.removeAll(ids);
        for (String id : ids) {
            String transaction = id.substring(mine.length());
            stage.say(
                    party,
                    "MSRP %s %s\r\nTo-Path: %s\r\nFrom-Path: %s\r\n-------%s$\r\n"
                            .formatted(
                                    transaction,
                                    status,
                                    stage.uri(party),
                                    "msrp://device.example:9/d;tcp",
                                    transaction));
        }
    }

    private void hearRoom(String where, List<String> expected) {
        List<String> all = stage.told(told + expected.size());
        assertThat(all.subList(told, all.size())).as(where).isEqualTo(expected);
        told = all.size();
    }

    private void nothingMore() {
        List<String> all = stage.told(told);
        assertThat(all.subList(told, all.size())).as(name + ": at the end").isEmpty();
    }
}
