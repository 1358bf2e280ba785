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

    private static String lower(CallTimer timer) {
        return timer.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
        words.add(
                "open "
                        + plan.branches().stream()
                                .map(BranchId::toString)
                                .collect(Collectors.joining(" ")));
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
    public void releaseSeat(BranchId branch) {
        words.add("unseat " + branch);
    }

    @Override
    public void drain(Duration silence) {
        words.add("drain");
    }

    @Override
    public void close() {
        words.add("close");
    }

    @Override
    public void invite(BranchId branch, DeviceInvite invite) {
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
        words.add("200 sender");
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
    public void start(CallTimer timer, Duration after) {
        words.add("start " + lower(timer));
    }

    @Override
    public void stop(CallTimer timer) {
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
