package org.carillon.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.carillon.sdp.SessionDescription;

/** Ports that write down what is asked of them, in a few words each. */
final class Transcript
        implements CallPorts,
                CallPorts.Recipients,
                CallPorts.RoomDoor,
                CallPorts.Legs,
                CallPorts.Timers {
    private final List<String> words = new ArrayList<>();

    static List<String> of(List<CallCommand> commands) {
        Transcript transcript = new Transcript();
        commands.forEach(command -> command.perform(transcript));
        return transcript.words;
    }

    private static String lower(TimerName timer) {
        if (timer instanceof LegTimer ofLeg) {
            return ofLeg.leg() + " " + ofLeg.kind().name().toLowerCase(Locale.ROOT);
        }
        return timer.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Recipients recipients() {
        return this;
    }

    @Override
    public RoomDoor room() {
        return this;
    }

    @Override
    public Legs legs() {
        return this;
    }

    @Override
    public Timers timers() {
        return this;
    }

    @Override
    public void find(Aor user) {
        words.add("find " + user);
    }

    @Override
    public void open(RoomPlan plan) {
        List<String> readers =
                new ArrayList<>(plan.branches().stream().map(BranchId::toString).toList());
        plan.keep().ifPresent(invite -> readers.add("store"));
        words.add("open " + String.join(" ", readers));
    }

    @Override
    public void seatSender(MsrpLeg leg) {
        words.add("seat sender");
    }

    @Override
    public void seatDevice(BranchId branch, MsrpLeg leg) {
        words.add("seat " + branch);
    }

    @Override
    public void afterwards(Runnable task) {
        task.run();
    }

    @Override
    public void holdSeat(BranchId branch) {
        words.add("hold " + branch);
    }

    @Override
    public void resumeSeat(BranchId branch) {
        words.add("resume " + branch);
    }

    @Override
    public void partSeat(BranchId branch) {
        words.add("part " + branch);
    }

    @Override
    public void releaseSeat(BranchId branch) {
        words.add("unseat " + branch);
    }

    @Override
    public void drain(Duration silence) {
        words.add("drain");
    }

    @Override
    public void release(CallOutcome outcome, Runnable then) {
        throw new AssertionError("no command releases a Room: the end of the call does");
    }

    @Override
    public void close() {
        words.add("close");
    }

    @Override
    public void invite(BranchId branch, DeviceRequest invite) {
        words.add("INVITE " + branch);
    }

    @Override
    public void cancel(BranchId branch) {
        words.add("CANCEL " + branch);
    }

    @Override
    public void acknowledge(BranchId branch, String dialog) {
        words.add("ACK " + name(branch, dialog));
    }

    @Override
    public void hangUp(BranchId branch, String dialog) {
        words.add("BYE " + name(branch, dialog));
    }

    private static String name(BranchId branch, String dialog) {
        return dialog.isEmpty() ? branch.toString() : branch + "/" + dialog;
    }

    @Override
    public void answerSender(List<Header> headers, SessionDescription sdp) {
        words.add("200 sender" + timerIn(headers));
    }

    /** The session timer, as it stands in the message. */
    private static String timerIn(List<Header> headers) {
        StringBuilder text = new StringBuilder();
        for (Header header : headers) {
            if (List.of("Session-Expires", "Min-SE", "Require").contains(header.name())) {
                text.append(header.name().equals("Require") ? " require " : " ")
                        .append(header.name().equals("Min-SE") ? "min " : "")
                        .append(header.value());
            }
        }
        return text.toString();
    }

    @Override
    public void answerReoffer(Leg leg, long cseq, DialogReply reply) {
        words.add(
                "answer %s %d %d%s%s"
                        .formatted(
                                leg,
                                cseq,
                                reply.status(),
                                timerIn(reply.headers()),
                                reply.sdp().map(Transcript::brief).orElse("")));
    }

    /** Version, role and direction of a description. */
    private static String brief(SessionDescription sdp) {
        String lines = sdp.toString();
        String direction =
                lines.lines()
                        .filter(l -> l.matches("a=(sendonly|recvonly|sendrecv|inactive)"))
                        .map(l -> l.substring(2))
                        .collect(Collectors.joining());
        String setup =
                lines.lines()
                        .filter(l -> l.startsWith("a=setup:"))
                        .map(l -> l.substring(8))
                        .collect(Collectors.joining());
        return " v" + sdp.origin().version() + " " + setup + " " + direction;
    }

    @Override
    public void refresh(
            Leg leg, String method, List<Header> headers, Optional<SessionDescription> offer) {
        words.add(
                "refresh %s %s%s%s"
                        .formatted(
                                leg,
                                method,
                                timerIn(headers),
                                offer.map(Transcript::brief).orElse("")));
    }

    @Override
    public void refuseSender(Refusal refusal) {
        words.add(refusal.status() + " sender");
    }

    @Override
    public void hangUpSender(Optional<String> reason) {
        words.add("BYE sender" + reason.map(r -> " (" + r + ")").orElse(""));
    }

    @Override
    public void start(TimerName timer, Duration after) {
        boolean ofLeg = timer instanceof LegTimer;
        words.add("start " + lower(timer) + (ofLeg ? " " + after.toSeconds() + "s" : ""));
    }

    @Override
    public void stop(TimerName timer) {
        words.add("stop " + lower(timer));
    }

    @Override
    public void release(CallOutcome outcome) {
        words.add(
                "release "
                        + outcome.kind()
                        + " "
                        + outcome.status()
                        + " "
                        + outcome.served()
                        + "/"
                        + outcome.invited());
    }
}
