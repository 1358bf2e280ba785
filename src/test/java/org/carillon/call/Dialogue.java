package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs a call by a script, one event a line, and compares what the call commands with what stands
 * behind the arrow:
 *
 * <pre>
 *   INVITE    -> start look-up, find sip:bob@home.example
 *   b1 180    ->
 *   b1 200    -> seat sender, 200 sender, ...
 * </pre>
 *
 * A line without an arrow is told and not checked: it leads up to what the test is about.
 */
final class Dialogue {
    private final Call call;
    private int devices = 2;

    private Dialogue(CallOptions options) {
        call = new Call(options, ScreeningPolicy.OPEN);
    }

    static void play(String script) {
        new Dialogue(Scene.OPTIONS).compare(script);
    }

    /** The same where messages are kept while nobody is there. */
    static void playKeeping(String script) {
        new Dialogue(Scene.KEEPING).compare(script);
    }

    /** The same where messages are kept until their devices have them. */
    static void playDurable(String script) {
        new Dialogue(Scene.DURABLE).compare(script);
    }

    /** Both. */
    static void playKeepingAll(String script) {
        new Dialogue(Scene.KEEPING_DURABLE).compare(script);
    }

    static Call after(String script) {
        return told(script).call;
    }

    /** A dialogue in which all of {@code script} has happened. */
    static Dialogue told(String script) {
        Dialogue dialogue = new Dialogue(Scene.OPTIONS);
        script.lines().forEach(dialogue::tell);
        return dialogue;
    }

    List<CallCommand> tell(String line) {
        return call.on(event(eventOf(line)));
    }

    Call call() {
        return call;
    }

    /** The events that lead to a call in which {@code devices} are invited. */
    static String inviting(int devices) {
        return "INVITE\nfound %1$d\nroom opened\n".formatted(devices);
    }

    /** The same, the first device has answered. */
    static String answered(int devices) {
        return inviting(devices) + "b1 200\n";
    }

    /** The same, the sender's ACK is there. */
    static String talking(int devices) {
        return answered(devices) + "ACK\n";
    }

    private void compare(String script) {
        StringBuilder expected = new StringBuilder();
        StringBuilder actual = new StringBuilder();
        for (String line : script.strip().lines().toList()) {
            String event = eventOf(line);
            String commands = String.join(", ", Transcript.of(tell(line)));
            boolean checked = line.contains("->");
            expected.append(checked ? normal(line) : event).append('\n');
            actual.append(checked ? normal(event + " -> " + commands) : event).append('\n');
        }
        assertThat(actual).hasToString(expected.toString());
    }

    private static String eventOf(String line) {
        return line.split("->", 2)[0].strip();
    }

    private static String normal(String line) {
        return line.strip().replaceAll("\\s+", " ").replace(" -> ", "\n    ");
    }

    private CallEvent event(String text) {
        List<String> words = List.of(text.split("\\s+"));
        if (words.get(0).matches("b\\d+")) {
            return ofBranch(new BranchId(Integer.parseInt(words.get(0).substring(1))), words);
        }
        return switch (words.get(0)) {
            case "INVITE" -> invited(words);
            case "found" -> found(words);
            case "unknown" -> new CallEvent.RecipientUnknown();
            case "room" ->
                    words.get(1).equals("opened")
                            ? new CallEvent.RoomOpened(Scene.room(devices))
                            : new CallEvent.RoomLost("internal fault");
            case "ACK" -> new CallEvent.SenderAcknowledged();
            case "CANCEL" -> new CallEvent.SenderCancelled();
            case "BYE" -> new CallEvent.SenderHungUp();
            case "whole" -> new CallEvent.MessageReceived(4096);
            case "broken" -> new CallEvent.MessageBroken("internal fault");
            case "fires" -> new CallEvent.TimerFired(timer(words));
            case "sender" -> inDialog(new Leg.Sender(), words);
            default -> throw new IllegalArgumentException("no such event: " + text);
        };
    }

    private static TimerName timer(List<String> words) {
        if (words.size() > 2) {
            return new LegTimer(leg(words.get(1)), LegTimer.Kind.valueOf(upper(words.get(2))));
        }
        return CallTimer.valueOf(upper(words.get(1)));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Leg leg(String word) {
        return word.equals("sender")
                ? new Leg.Sender()
                : new Leg.Device(new BranchId(Integer.parseInt(word.substring(1))), "");
    }

    /**
     * {@code re-INVITE 2 hold}, {@code ACK 2 none}, {@code UPDATE 3 none}, {@code refreshed 200}.
     */
    private static CallEvent inDialog(Leg leg, List<String> words) {
        int number = Integer.parseInt(words.get(2));
        if (words.get(1).equals("refreshed")) {
            Optional<String> sdp =
                    words.contains("moved")
                            ? Optional.of(described(leg, "moved"))
                            : Optional.empty();
            return new CallEvent.Refreshed(leg, number, headers(words), sdp);
        }
        String what = words.get(3);
        if (words.get(1).equals("ACK")) {
            return new CallEvent.ReofferAcknowledged(
                    leg,
                    number,
                    what.equals("none") ? Optional.empty() : Optional.of(described(leg, what)));
        }
        boolean described = !what.equals("none") && !what.equals("other");
        return new CallEvent.Reoffered(
                leg,
                number,
                words.get(1).replace("re-", ""),
                headers(words),
                described ? Optional.of(described(leg, what)) : Optional.empty(),
                what.equals("other"));
    }

    /** What the peer of that leg says of itself. */
    static String described(Leg leg, String what) {
        String first =
                leg instanceof Leg.Device device
                        ? Scene.answer(device.branch())
                        : Scene.offer("actpass");
        return switch (what) {
            case "same" -> first;
            case "hold" -> first.replaceAll("sendonly|recvonly", "inactive");
            case "closed" -> first.replaceAll("m=message \\d+", "m=message 0");
            case "moved" -> first.replaceAll(";tcp", "new;tcp");
            case "audio" -> first.replaceAll("m=message \\d+ TCP/MSRP \\*", "m=audio 9 RTP/AVP 0");
            case "broken" -> "nonsense";
            default -> throw new IllegalArgumentException("no such description: " + what);
        };
    }

    /** {@code timer}, {@code update}, {@code SE=1800;refresher=uac}, {@code MIN=200}... */
    private static Headers headers(List<String> words) {
        List<Header> headers = new ArrayList<>();
        for (String word : words) {
            switch (word.split("=", 2)[0]) {
                case "timer" -> headers.add(new Header("Supported", "100rel, timer"));
                case "update" -> headers.add(new Header("Allow", "INVITE, UPDATE"));
                case "no-update" -> headers.add(new Header("Allow", "INVITE, BYE"));
                case "SE" -> headers.add(new Header("Session-Expires", word.substring(3)));
                case "MIN" -> headers.add(new Header("Min-SE", word.substring(4)));
                case "RETRY" -> headers.add(new Header("Retry-After", word.substring(6)));
                default -> {} // says something else
            }
        }
        return new Headers(headers);
    }

    private static CallEvent invited(List<String> words) {
        String setup = words.contains("passive") ? "passive" : "actpass";
        List<Header> headers = new ArrayList<>(Scene.HEADERS);
        headers.addAll(headers(words).lines());
        return new CallEvent.Invited(Scene.invite(headers, Optional.of(Scene.offer(setup))));
    }

    private CallEvent found(List<String> words) {
        devices = Integer.parseInt(words.get(1));
        return new CallEvent.RecipientFound(Scene.recipient(devices));
    }

    private static CallEvent ofBranch(BranchId branch, List<String> words) {
        String dialog =
                words.size() > 2 && words.get(2).matches("(fork|one-more|f\\d+)")
                        ? words.get(2)
                        : "";
        return switch (words.get(1)) {
            case "re-INVITE", "ACK", "UPDATE", "refreshed" ->
                    inDialog(new Leg.Device(branch, ""), words);
            case "200" ->
                    new CallEvent.BranchAnswered(
                            branch, dialog, headers(words), Optional.of(Scene.answer(branch)));
            case "200-without-sdp" ->
                    new CallEvent.BranchAnswered(branch, dialog, headers(words), Optional.empty());
            case "BYE" -> new CallEvent.BranchHungUp(branch, dialog);
            case "served" -> new CallEvent.SeatServed(branch);
            case "lost" -> new CallEvent.SeatLost(branch, "internal fault");
            default -> ofStatus(branch, Integer.parseInt(words.get(1)));
        };
    }

    private static CallEvent ofStatus(BranchId branch, int status) {
        return status < 200
                ? new CallEvent.BranchProgressed(branch)
                : new CallEvent.BranchRefused(branch, status);
    }
}
