package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

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
    private String setup = "actpass";

    private Dialogue(CallOptions options) {
        call = new Call(options, ScreeningPolicy.OPEN);
    }

    static void play(String script) {
        new Dialogue(Scene.OPTIONS).compare(script);
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
            case "fires" -> new CallEvent.TimerFired(timer(words.get(1)));
            default -> throw new IllegalArgumentException("no such event: " + text);
        };
    }

    private static CallTimer timer(String word) {
        return CallTimer.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private CallEvent invited(List<String> words) {
        if (words.size() > 1) {
            setup = words.get(1);
        }
        return new CallEvent.Invited(Scene.invite(Scene.HEADERS, Optional.of(Scene.offer(setup))));
    }

    private CallEvent found(List<String> words) {
        devices = Integer.parseInt(words.get(1));
        return new CallEvent.RecipientFound(Scene.recipient(devices));
    }

    private static CallEvent ofBranch(BranchId branch, List<String> words) {
        String dialog = words.size() > 2 ? words.get(2) : "";
        return switch (words.get(1)) {
            case "200" ->
                    new CallEvent.BranchAnswered(branch, dialog, Optional.of(Scene.answer(branch)));
            case "200-without-sdp" ->
                    new CallEvent.BranchAnswered(branch, dialog, Optional.empty());
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
