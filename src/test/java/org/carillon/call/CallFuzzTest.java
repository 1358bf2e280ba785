package org.carillon.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whatever header fields and descriptions peers send, a call keeps its rules. */
class CallFuzzTest {
    private static final ScreeningPolicy STRICT =
            new ScreeningPolicy(
                    List.of(new OriginatorPattern("*.bad.example")),
                    List.of(new OriginatorPattern("*.example"), new OriginatorPattern("+1*")),
                    List.of(UserAgentVersion.parse("CPM-client/OMA1.0").orElseThrow()),
                    "https://carillon.invalid/errors",
                    false,
                    90);

    /** Header lines, an empty line, a description. */
    @FuzzTest(maxDuration = "5m")
    void anyHeadersAndDescription(byte[] octets) {
        String[] message = new String(octets, ISO_8859_1).replace("\r", "").split("\n\n", 2);
        List<Header> headers = headers(message[0]);
        String sdp = message.length > 1 ? message[1] : "";
        screening(headers);
        play(headers, sdp, Scene.invite(headers, Optional.of(sdp)));
        List<Header> usual = new ArrayList<>(Scene.HEADERS);
        usual.addAll(headers);
        play(headers, sdp, Scene.invite(usual));
    }

    private static List<Header> headers(String lines) {
        return lines.lines()
                .filter(line -> line.indexOf(':') > 0)
                .limit(50)
                .map(line -> line.split(":", 2))
                .map(field -> new Header(field[0].strip(), field[1].strip()))
                .toList();
    }

    private static void screening(List<Header> headers) {
        CpmRequest invite = Scene.invite(headers);
        Preferences defaults = Preferences.DEFAULT;
        Preferences picky =
                new Preferences(
                        defaults.delivery(),
                        defaults.listedDevices(),
                        defaults.quietDevices(),
                        Set.of("carol@*"),
                        false,
                        true,
                        Preferences.Deferral.AS_SET);
        STRICT.screen(invite, picky, Scene.OPTIONS)
                .ifPresent(refusal -> assertThat(refusal.status()).isIn(403, 422));
    }

    /** A life of a call in which every peer says these headers and this description. */
    private static void play(List<Header> lines, String sdp, CpmRequest invite) {
        Headers headers = new Headers(lines);
        Optional<String> described = Optional.of(sdp);
        BranchId b1 = new BranchId(1);
        BranchId b2 = new BranchId(2);
        Leg sender = new Leg.Sender();
        Leg second = new Leg.Device(b2, "");
        play(
                new CallEvent.Invited(invite),
                new CallEvent.RecipientFound(Scene.recipient(3)),
                new CallEvent.RoomOpened(Scene.room(3)),
                new CallEvent.BranchAnswered(b1, "", headers, described),
                new CallEvent.BranchAnswered(b2, "", headers, Optional.of(Scene.answer(b2))),
                new CallEvent.SenderAcknowledged(),
                new CallEvent.Reoffered(sender, 2, "INVITE", headers, described, false),
                new CallEvent.ReofferAcknowledged(sender, 2, described),
                new CallEvent.Reoffered(second, 1, "UPDATE", headers, described, false),
                new CallEvent.Reoffered(second, 2, "INVITE", headers, Optional.empty(), false),
                new CallEvent.ReofferAcknowledged(second, 2, described),
                new CallEvent.TimerFired(new LegTimer(sender, LegTimer.Kind.REFRESH)),
                new CallEvent.Refreshed(sender, 422, headers, described),
                new CallEvent.Refreshed(sender, 200, headers, described),
                new CallEvent.SenderHungUp());
    }

    private static void play(CallEvent... events) {
        Call call = new Call(Scene.OPTIONS, ScreeningPolicy.OPEN);
        CallRules rules = new CallRules();
        Arrays.stream(events).forEach(event -> rules.check(event, call.on(event)));
    }
}
