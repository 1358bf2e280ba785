package org.carillon.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.carillon.call.Aor;
import org.carillon.call.Device;
import org.carillon.device.Reginfo.Contact;
import org.carillon.device.Reginfo.Registered;
import org.carillon.device.Reginfo.Scope;
import org.carillon.device.SubscriptionState.Reason;

/**
 * Runs a subscription by a script, one event a line, and compares what it commands with what stands
 * behind the arrow. Responses are to the last SUBSCRIBE, and a NOTIFY belongs to the last outside a
 * dialog, unless a number says otherwise. A line without an arrow leads up to what the test is
 * about.
 *
 * <pre>
 *   wanted                                  registered
 *   ok [seconds] [#request]                 refused STATUS [min SECONDS] [after SECONDS] [#request]
 *   NOTIFY DIALOG active|pending [SECONDS]  [full|partial VERSION CONTACT... | broken] [#request]
 *   NOTIFY DIALOG REASON [after SECONDS]    refresh|expiry|retry|confirm|idle fired
 * </pre>
 */
final class SubscriptionScript {
    static final Aor BOB = Aor.of("sip:bob@example.com");

    private final Subscription subscription =
            new Subscription(BOB, SubscriptionTimes.DEFAULT, 3, 0);
    private int request;
    private int outside;
    private long sequence;

    private SubscriptionScript() {}

    static void play(String script) {
        new SubscriptionScript().compare(script);
    }

    private void compare(String script) {
        StringBuilder expected = new StringBuilder();
        StringBuilder actual = new StringBuilder();
        for (String line : script.strip().lines().toList()) {
            String[] sides = line.split("->", -1);
            List<SubscriptionCommand> commands = tell(sides[0].strip());
            if (sides.length > 1) {
                expected.append(sides[0].strip()).append(" -> ").append(sides[1].strip());
                actual.append(sides[0].strip()).append(" -> ").append(words(commands));
            }
            expected.append('\n');
            actual.append('\n');
        }
        assertThat(actual).hasToString(expected.toString());
    }

    private List<SubscriptionCommand> tell(String line) {
        List<SubscriptionCommand> commands = subscription.on(event(line));
        for (SubscriptionCommand command : commands) {
            if (command instanceof SubscriptionCommand.Subscribe subscribe) {
                request = subscribe.request();
                outside = request;
            } else if (command instanceof SubscriptionCommand.Refresh refresh) {
                request = refresh.request();
            }
        }
        return commands;
    }

    private SubscriptionEvent event(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" +")));
        Optional<Integer> number = number(words);
        return switch (words.remove(0)) {
            case "wanted" -> new SubscriptionEvent.Wanted();
            case "registered" -> new SubscriptionEvent.Registered();
            case "ok" ->
                    new SubscriptionEvent.Accepted(
                            number.orElse(request), words.stream().findFirst().map(this::seconds));
            case "refused" ->
                    new SubscriptionEvent.Refused(
                            number.orElse(request),
                            Integer.parseInt(words.get(0)),
                            after("min", words),
                            after("after", words));
            case "NOTIFY" -> notified(number.orElse(outside), words);
            default ->
                    new SubscriptionEvent.TimerFired(
                            SubscriptionTimer.valueOf(
                                    line.replace(" fired", "").toUpperCase(Locale.ROOT)));
        };
    }

    private static Optional<Integer> number(List<String> words) {
        String last = words.get(words.size() - 1);
        if (!last.startsWith("#")) {
            return Optional.empty();
        }
        words.remove(words.size() - 1);
        return Optional.of(Integer.valueOf(last.substring(1)));
    }

    private Duration seconds(String word) {
        return Duration.ofSeconds(Long.parseLong(word));
    }

    private Optional<Duration> after(String name, List<String> words) {
        int at = words.indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(seconds(words.get(at + 1)));
    }

    private SubscriptionEvent notified(int number, List<String> words) {
        String dialog = words.remove(0);
        String state = words.remove(0);
        Optional<Duration> time = Optional.empty();
        if (!words.isEmpty() && words.get(0).matches("\\d+")) {
            time = Optional.of(seconds(words.remove(0)));
        }
        return new SubscriptionEvent.Notified(
                number,
                dialog,
                ++sequence,
                switch (state) {
                    case "active" -> new SubscriptionState.Active(time);
                    case "pending" -> new SubscriptionState.Pending(time);
                    default ->
                            new SubscriptionState.Terminated(
                                    Reason.valueOf(state.toUpperCase(Locale.ROOT)),
                                    after("after", words));
                },
                document(words));
    }

    private static Optional<ReginfoParse> document(List<String> words) {
        if (words.isEmpty() || words.get(0).equals("after")) {
            return Optional.empty();
        }
        if (words.get(0).equals("broken")) {
            return Optional.of(new ReginfoParse.Broken("not well-formed XML"));
        }
        return Optional.of(
                parsed(
                        Scope.valueOf(words.get(0).toUpperCase(Locale.ROOT)),
                        Long.parseLong(words.get(1)),
                        words.subList(2, words.size())));
    }

    static ReginfoParse parsed(Scope scope, long version, List<String> contacts) {
        List<Contact> all =
                contacts.stream().map(name -> new Contact(name, true, device(name))).toList();
        return new ReginfoParse.Parsed(
                new Reginfo(version, scope, List.of(new Registered("r", BOB, true, all)), 0));
    }

    private static Device device(String name) {
        return new Device(
                Optional.empty(), Optional.empty(), "sip:" + name, List.of(), List.of(), 1000);
    }

    static String words(List<SubscriptionCommand> commands) {
        return commands.stream().map(SubscriptionScript::words).collect(Collectors.joining(", "));
    }

    private static String words(SubscriptionCommand command) {
        if (command instanceof SubscriptionCommand.Subscribe subscribe) {
            return "SUBSCRIBE #%d %s".formatted(subscribe.request(), of(subscribe.expires()));
        } else if (command instanceof SubscriptionCommand.Refresh refresh) {
            return "SUBSCRIBE #%d in %s %s"
                    .formatted(refresh.request(), refresh.dialog(), of(refresh.expires()));
        } else if (command instanceof SubscriptionCommand.Answer answer) {
            return "answer " + answer.status();
        } else if (command instanceof SubscriptionCommand.Known known) {
            return "known" + names(known.devices());
        } else if (command instanceof SubscriptionCommand.Start start) {
            return "start %s %s".formatted(of(start.timer()), of(start.after()));
        } else if (command instanceof SubscriptionCommand.Stop stop) {
            return "stop " + of(stop.timer());
        } else if (command instanceof SubscriptionCommand.Report report) {
            return "report " + report.trouble().setting();
        }
        return command.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String names(List<Device> devices) {
        return devices.isEmpty()
                ? " nobody"
                : devices.stream()
                        .map(device -> device.contact().replace("sip:", " "))
                        .sorted()
                        .collect(Collectors.joining());
    }

    private static String of(SubscriptionTimer timer) {
        return timer.name().toLowerCase(Locale.ROOT);
    }

    private static String of(Duration time) {
        return Long.toString(time.toSeconds());
    }
}
