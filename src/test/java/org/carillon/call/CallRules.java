package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is true of every call, whatever happens: watches events and commands go by and fails at the
 * first one that breaks a rule.
 */
final class CallRules {
    /** What another offer and answer may bring once more. */
    private static final Set<String> IN_DIALOG = Set.of("seat", "hold", "resume");

    private final Set<String> answered = new HashSet<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> hungUp = new HashSet<>();
    private final Set<String> progressed = new HashSet<>();
    private final Set<String> settled = new HashSet<>();
    private final Set<String> servedSeats = new HashSet<>();
    private final Set<String> running = new HashSet<>();
    private final List<String> said = new ArrayList<>();
    private final Map<Class<?>, Integer> events = new HashMap<>();
    private boolean settleFired;
    private boolean acknowledgedInStore;
    private int asked;
    private int answers;

    void check(CallEvent event, List<CallCommand> commands) {
        assertThat(over() ? commands : List.of()).as("after the end").isEmpty();
        if (!over()) {
            note(event);
        }
        for (String command : Transcript.of(commands)) {
            assertThat(over()).as("nothing follows the release: %s", command).isFalse();
            check(event, command);
            said.add(command);
        }
        assertThat(answers).as("one answer to each re-INVITE and UPDATE").isEqualTo(asked);
    }

    private void note(CallEvent event) {
        acknowledgedInStore |=
                event instanceof CallEvent.MessageReceived
                        && isKept()
                        && !isBroken()
                        && said.stream().anyMatch(s -> s.startsWith("200 sender"));
        asked += event instanceof CallEvent.Reoffered ? 1 : 0;
        events.merge(event.getClass(), 1, Integer::sum);
        if (event instanceof CallEvent.BranchProgressed e) {
            progressed.add(e.branch().toString());
        } else if (event instanceof CallEvent.BranchAnswered e) {
            answered.add(dialog(e.branch(), e.dialog()));
            settled.add(e.branch().toString());
        } else if (event instanceof CallEvent.BranchRefused e) {
            settled.add(e.branch().toString());
        } else if (event instanceof CallEvent.BranchHungUp e) {
            hungUp.add(dialog(e.branch(), e.dialog()));
        } else if (event instanceof CallEvent.SeatServed e && seated(e.branch())) {
            servedSeats.add(e.branch().toString());
        } else if (event instanceof CallEvent.TimerFired e) {
            String name = Transcript.of(List.of(new CallCommand.StopTimer(e.timer()))).get(0);
            settleFired |= running.remove(name.substring(5)) && e.timer() == CallTimer.SETTLE;
        }
    }

    /** What a Room says that we have closed is late news. */
    private boolean seated(BranchId branch) {
        return closed() < opened()
                && said.contains("seat " + branch)
                && !said.contains("unseat " + branch);
    }

    private static String dialog(BranchId branch, String tag) {
        return tag.isEmpty() ? branch.toString() : branch + "/" + tag;
    }

    private void check(CallEvent event, String command) {
        String[] words = command.split(" ", 2);
        switch (words[0]) {
            case "ACK" -> {
                assertThat(answered).as("ACK needs a 2xx").contains(words[1]);
                assertThat(acknowledged.add(words[1])).as("%s once", command).isTrue();
            }
            case "BYE" -> {
                if (words[1].startsWith("sender")) {
                    checkByeToSender(command);
                } else {
                    assertThat(acknowledged).as("BYE after ACK").contains(words[1]);
                    assertThat(hungUp.add(words[1])).as("%s once", command).isTrue();
                }
            }
            case "CANCEL" -> {
                assertThat(progressed).as("CANCEL needs a 1xx").contains(words[1]);
                assertThat(settled).as("CANCEL before a final").doesNotContain(words[1]);
                assertThat(said).doesNotContain(command);
                assertThat(event)
                        .as("nobody is cancelled because another answered")
                        .isNotInstanceOf(CallEvent.BranchAnswered.class);
            }
            case "start" -> {
                assertThat(alive(words[1])).as("%s of a dialog that is over", command).isTrue();
                running.add(words[1].replaceAll(" \\d+s$", ""));
            }
            case "answer" -> {
                assertThat(event).isInstanceOf(CallEvent.Reoffered.class);
                answers++;
            }
            case "refresh" -> assertThat(alive(words[1])).as(command).isTrue();
            case "stop" -> assertThat(running.remove(words[1])).as(command).isTrue();
            case "release" -> checkEnd(words[1]);
            default -> checkOther(event, command, words);
        }
    }

    private void checkOther(CallEvent event, String command, String[] words) {
        if (words.length > 1
                && words[1].startsWith("sender")
                && Character.isDigit(command.charAt(0))) {
            assertThat(finals()).as("one final response").isZero();
        } else if (command.equals("close")) {
            assertThat(closed()).as("one Room").isEqualTo(opened() - 1);
        } else if (!(IN_DIALOG.contains(words[0]) && mayMove(event))) {
            assertThat(said).as("%s once", command).doesNotContain(command);
        }
        if (Set.of("seat", "hold", "resume", "unseat", "drain", "INVITE").contains(words[0])) {
            assertThat(closed()).as("%s in an open Room", command).isEqualTo(opened() - 1);
        }
    }

    private static boolean mayMove(CallEvent event) {
        return event instanceof CallEvent.Reoffered
                || event instanceof CallEvent.ReofferAcknowledged
                || event instanceof CallEvent.Refreshed;
    }

    /** Whether the party that a timer or refresh speaks of has not hung up, nor have we. */
    private boolean alive(String words) {
        String party = words.split(" ", 2)[0];
        return party.equals("sender")
                ? !events.containsKey(CallEvent.SenderHungUp.class)
                        && said.stream().noneMatch(s -> s.startsWith("BYE sender"))
                : !hungUp.contains(party);
    }

    private void checkByeToSender(String command) {
        assertThat(said).as("BYE needs a 200").anyMatch(s -> s.startsWith("200 sender"));
        assertThat(said).as("BYE once").noneMatch(s -> s.startsWith("BYE sender"));
        assertThat(events).doesNotContainKey(CallEvent.SenderHungUp.class);
        boolean confirmed = events.containsKey(CallEvent.SenderAcknowledged.class);
        assertThat(confirmed || command.contains("no ACK")).as("BYE before ACK").isTrue();
    }

    private long finals() {
        return said.stream().filter(s -> s.matches("\\d{3} sender.*")).count();
    }

    private long closed() {
        return said.stream().filter("close"::equals).count();
    }

    private long opened() {
        return said.stream().filter(s -> s.startsWith("open ")).count();
    }

    boolean over() {
        return !said.isEmpty() && said.get(said.size() - 1).startsWith("release ");
    }

    private void checkEnd(String outcome) {
        boolean cancelled = outcome.startsWith("CANCELLED");
        assertThat(finals() == 1 || (cancelled && finals() == 0)).as("a final").isTrue();
        assertThat(closed()).isEqualTo(opened());
        assertThat(acknowledged).as("every 2xx acknowledged").isEqualTo(answered);
        assertThat(hungUp).as("every dialog ended").containsAll(acknowledged);
        assertThat(settleFired || settled.containsAll(invited())).as("every INVITE ended").isTrue();
        assertThat(running).as("timers left running").isEmpty();
        assertThat(outcome).endsWith(" " + servedSeats.size() + "/" + invited().size());
        assertThat(outcome.startsWith("DELIVERED")).isEqualTo(!cancelled && !servedSeats.isEmpty());
        if (acknowledgedInStore && !cancelled) {
            assertThat(outcome)
                    .as("nothing is lost, unless the sender was told")
                    .matches(
                            told()
                                    ? "(DELIVERED|DEFERRED|UNDELIVERED) .*"
                                    : "(DELIVERED|DEFERRED) .*");
        }
    }

    private boolean told() {
        return said.contains("BYE sender (no device left)");
    }

    private boolean isKept() {
        return said.stream().filter(s -> s.startsWith("open ")).anyMatch(s -> s.endsWith("store"));
    }

    private boolean isBroken() {
        return events.containsKey(CallEvent.MessageBroken.class)
                || events.containsKey(CallEvent.RoomLost.class);
    }

    private Set<String> invited() {
        return said.stream()
                .filter(s -> s.startsWith("INVITE "))
                .map(s -> s.substring(7))
                .collect(Collectors.toSet());
    }
}
