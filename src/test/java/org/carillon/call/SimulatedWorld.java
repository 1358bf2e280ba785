package org.carillon.call;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.carillon.call.CallCommand.AcknowledgeBranch;
import org.carillon.call.CallCommand.AnswerReoffer;
import org.carillon.call.CallCommand.AnswerSender;
import org.carillon.call.CallCommand.CancelBranch;
import org.carillon.call.CallCommand.CloseRoom;
import org.carillon.call.CallCommand.FindRecipient;
import org.carillon.call.CallCommand.HangUpBranch;
import org.carillon.call.CallCommand.HangUpSender;
import org.carillon.call.CallCommand.InviteDevice;
import org.carillon.call.CallCommand.OpenRoom;
import org.carillon.call.CallCommand.PartSeat;
import org.carillon.call.CallCommand.RefreshLeg;
import org.carillon.call.CallCommand.RefuseSender;
import org.carillon.call.CallCommand.Release;
import org.carillon.call.CallCommand.ReleaseSeat;
import org.carillon.call.CallCommand.SeatDevice;
import org.carillon.call.CallCommand.StartTimer;
import org.carillon.call.CallCommand.StopTimer;

/**
 * Everybody around one call: a sender, devices, a Room, a look-up and a clock, all with a will of
 * their own and all drawn from one seed. What each does travels in a queue of its own, so events of
 * one party keep their order and those of different parties cross in every way.
 */
final class SimulatedWorld {
    private final Random random;
    private final Map<String, Deque<CallEvent>> travelling = new TreeMap<>();
    private final Map<BranchId, Phone> phones = new TreeMap<>(this::byNumber);
    private final Set<TimerName> running = new LinkedHashSet<>();
    private final int devices;

    private final Talk sender = new Talk(new Leg.Sender());

    private boolean lookUpAsked;
    private boolean roomAsked;
    private boolean roomOpen;
    private boolean senderWaits = true;
    private boolean senderMayAcknowledge;
    private boolean senderMayHangUp;
    private boolean messageUndecided;
    private boolean messageWhole;
    private boolean over;

    SimulatedWorld(long seed) {
        random = new Random(seed);
        devices = random.nextInt(4);
    }

    private int byNumber(BranchId one, BranchId other) {
        return Integer.compare(one.number(), other.number());
    }

    /** The INVITE with which it begins, with and without a session timer. */
    CallEvent invite() {
        List<Header> headers = new ArrayList<>(Scene.HEADERS);
        headers.addAll(timer().lines());
        return new CallEvent.Invited(Scene.invite(headers));
    }

    private Headers timer() {
        return switch (random.nextInt(4)) {
            case 0 -> new Headers(List.of());
            case 1 -> headers("1800;refresher=uas", "INVITE, UPDATE");
            case 2 -> headers("90;refresher=uac", "INVITE");
            default -> headers("600", "INVITE, ACK");
        };
    }

    private static Headers headers(String expires, String allow) {
        return new Headers(
                List.of(
                        new Header("Supported", "timer"),
                        new Header("Session-Expires", expires),
                        new Header("Allow", allow)));
    }

    /** The next event that reaches the call; empty when the world is quiet and no timer runs. */
    Optional<CallEvent> next() {
        for (int act = random.nextInt(4); act > 0 && !over; act--) {
            somebodyActs();
        }
        if (travelling.isEmpty() && !over) {
            for (int patience = 8; patience > 0 && travelling.isEmpty(); patience--) {
                somebodyActs();
            }
            if (travelling.isEmpty()) {
                timeRunsOut();
            }
        }
        return arrival();
    }

    private Optional<CallEvent> arrival() {
        if (travelling.isEmpty()) {
            return Optional.empty();
        }
        String party = pick(List.copyOf(travelling.keySet()));
        CallEvent event = travelling.get(party).removeFirst();
        if (travelling.get(party).isEmpty()) {
            travelling.remove(party);
        }
        return Optional.of(event);
    }

    private void timeRunsOut() {
        List<TimerName> next = running.stream().filter(this::mayRunOut).toList();
        if (!next.isEmpty()) {
            TimerName timer = pick(next);
            running.remove(timer);
            send("timers", new CallEvent.TimerFired(timer));
        }
    }

    /** The shortest session timer is longer than the wait for the sender's ACK. */
    private boolean mayRunOut(TimerName timer) {
        boolean ofSender = timer instanceof LegTimer ofLeg && ofLeg.leg() instanceof Leg.Sender;
        return !ofSender || !running.contains(CallTimer.ACKNOWLEDGE);
    }

    private void somebodyActs() {
        switch (random.nextInt(8)) {
            case 0 -> lookUpActs();
            case 1 -> roomActs();
            case 2 -> senderActs();
            case 3 -> {
                if (chance(30)) {
                    timeRunsOut();
                }
            }
            default -> {
                if (!phones.isEmpty()) {
                    pick(List.copyOf(phones.values())).acts();
                }
            }
        }
    }

    private void lookUpActs() {
        if (lookUpAsked && chance(2)) {
            lookUpAsked = false;
            send(
                    "look-up",
                    chance(15)
                            ? new CallEvent.RecipientUnknown()
                            : new CallEvent.RecipientFound(Scene.recipient(devices)));
        }
    }

    private void roomActs() {
        if (roomAsked) {
            roomAsked = false;
            roomOpen = !chance(10);
            send(
                    "room",
                    roomOpen
                            ? new CallEvent.RoomOpened(Scene.room(devices))
                            : new CallEvent.RoomLost("full"));
        } else if (roomOpen && chance(80)) {
            roomOpen = false;
            send("room", new CallEvent.RoomLost("fault"));
        } else if (roomOpen && messageUndecided && chance(4)) {
            messageUndecided = false;
            messageWhole = !chance(4);
            send(
                    "room",
                    messageWhole
                            ? new CallEvent.MessageReceived(4096)
                            : new CallEvent.MessageBroken("aborted"));
        } else if (roomOpen) {
            phones.values().stream().filter(p -> p.seated).findAny().ifPresent(this::seatActs);
        }
    }

    private void seatActs(Phone phone) {
        if (chance(6)) {
            phone.seated = false;
            send("room", new CallEvent.SeatLost(phone.id, "stalled"));
        } else if (messageWhole && chance(2)) {
            phone.seated = false;
            send("room", new CallEvent.SeatServed(phone.id));
        }
    }

    private void senderActs() {
        if (chance(8)) {
            sender.acts();
        } else if (senderWaits && chance(12)) {
            senderWaits = false;
            send("sender", new CallEvent.SenderCancelled());
        } else if (senderMayAcknowledge && chance(2)) {
            senderMayAcknowledge = false;
            send("sender", new CallEvent.SenderAcknowledged());
        } else if (senderMayHangUp && chance(senderMayAcknowledge ? 20 : 6)) {
            senderMayHangUp = false;
            senderMayAcknowledge = false;
            sender.ends();
            send("sender", new CallEvent.SenderHungUp());
        }
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T pick(List<T> among) {
        return among.get(random.nextInt(among.size()));
    }

    private void send(String party, CallEvent event) {
        travelling.computeIfAbsent(party, p -> new ArrayDeque<>()).add(event);
    }

    /** Lets everybody feel what the call has decided. */
    void obey(List<CallCommand> commands) {
        commands.forEach(this::obey);
    }

    private void obey(CallCommand command) {
        if (command instanceof FindRecipient) {
            lookUpAsked = true;
        } else if (command instanceof OpenRoom) {
            roomAsked = true;
        } else if (command instanceof CloseRoom) {
            roomAsked = false;
            roomOpen = false;
        } else if (command instanceof InviteDevice invite) {
            phones.put(invite.branch(), new Phone(invite.branch()));
        } else if (command instanceof StartTimer start) {
            running.add(start.timer());
        } else if (command instanceof StopTimer stop) {
            running.remove(stop.timer());
        } else if (command instanceof Release) {
            over = true;
        } else {
            obeyInDialog(command);
        }
    }

    private void obeyInDialog(CallCommand command) {
        if (command instanceof AnswerSender) {
            senderMayAcknowledge = senderWaits;
            senderMayHangUp = senderWaits;
            messageUndecided = senderWaits;
            if (senderWaits) {
                sender.begins();
            }
            senderWaits = false;
        } else if (command instanceof RefuseSender) {
            senderWaits = false;
        } else if (command instanceof AnswerReoffer answer) {
            talk(answer.leg()).answered(answer.cseq(), answer.reply());
        } else if (command instanceof RefreshLeg refresh) {
            talk(refresh.leg()).refreshed();
        } else if (command instanceof HangUpSender) {
            sender.ends();
            senderMayHangUp = false;
            senderMayAcknowledge = false;
        } else if (command instanceof SeatDevice seat) {
            phones.get(seat.branch()).seated = true;
        } else if (command instanceof PartSeat part) {
            parted(phones.get(part.branch()));
        } else if (command instanceof ReleaseSeat release) {
            phones.get(release.branch()).seated = false;
        } else if (command instanceof CancelBranch cancel) {
            phones.get(cancel.branch()).cancelled();
        } else if (command instanceof AcknowledgeBranch ack) {
            phones.get(ack.branch()).confirmed.add(ack.dialog());
        } else if (command instanceof HangUpBranch bye) {
            phones.get(bye.branch()).confirmed.remove(bye.dialog());
            if (bye.dialog().isEmpty()) {
                phones.get(bye.branch()).talk.ends();
            }
        }
    }

    /** Unless the Room has told already, it tells now what the device has had. */
    private void parted(Phone phone) {
        if (phone.seated && roomOpen) {
            phone.seated = false;
            send(
                    "room",
                    messageWhole && chance(2)
                            ? new CallEvent.SeatServed(phone.id)
                            : new CallEvent.SeatLost(phone.id, "hung up"));
        }
    }

    private Talk talk(Leg leg) {
        return leg instanceof Leg.Device device ? phones.get(device.branch()).talk : sender;
    }

    /** One party inside its dialog: what it offers anew, and how it takes our refreshes. */
    private final class Talk {
        private final Leg leg;
        private final Set<Long> invites = new LinkedHashSet<>();
        private boolean begun;
        private long cseq;

        Talk(Leg leg) {
            this.leg = leg;
        }

        void begins() {
            begun = true;
        }

        void ends() {
            begun = false;
        }

        void acts() {
            if (begun) {
                cseq++;
                String what = pick(List.of("same", "hold", "moved", "broken", "none"));
                String method = pick(List.of("INVITE", "UPDATE"));
                if (method.equals("INVITE")) {
                    invites.add(cseq);
                }
                Optional<String> sdp =
                        what.equals("none")
                                ? Optional.empty()
                                : Optional.of(Dialogue.described(leg, what));
                send(
                        leg.toString(),
                        new CallEvent.Reoffered(leg, cseq, method, timer(), sdp, false));
            }
        }

        /** Acknowledges a 2xx to a re-INVITE, as a rule. */
        void answered(long number, DialogReply reply) {
            if (begun && reply.status() == 200 && invites.remove(number) && !chance(6)) {
                String what = pick(List.of("same", "hold", "moved", "closed", "broken", "none"));
                Optional<String> sdp =
                        what.equals("none")
                                ? Optional.empty()
                                : Optional.of(Dialogue.described(leg, what));
                send(leg.toString(), new CallEvent.ReofferAcknowledged(leg, number, sdp));
            }
        }

        void refreshed() {
            int status = pick(List.of(200, 200, 200, 408, 481, 422, 491, 500, 501));
            send(leg.toString(), new CallEvent.Refreshed(leg, status, timer(), Optional.empty()));
        }
    }

    /** One invited device, and the network before it. */
    private final class Phone {
        private final BranchId id;
        private final List<String> dialogs = new ArrayList<>();
        private final Set<String> confirmed = new java.util.TreeSet<>();
        private final boolean silent = chance(12);
        private boolean undecided = true;
        private boolean seated;

        private final Talk talk;

        Phone(BranchId id) {
            this.id = id;
            this.talk = new Talk(new Leg.Device(id, ""));
        }

        void acts() {
            if (!confirmed.isEmpty() && chance(12)) {
                String dialog = confirmed.iterator().next();
                confirmed.remove(dialog);
                if (dialog.isEmpty()) {
                    talk.ends();
                }
                send(id.toString(), new CallEvent.BranchHungUp(id, dialog));
            } else if (chance(16)) {
                talk.acts();
            } else if (!dialogs.isEmpty() && chance(15)) {
                answers(chance(2) ? pick(dialogs) : "fork" + dialogs.size());
            } else if (undecided && !silent) {
                decides();
            }
        }

        private void decides() {
            switch (random.nextInt(6)) {
                case 0 -> refuses(pick(List.of(302, 401, 408, 480, 486, 500, 503, 603)));
                case 1, 2 -> answers("");
                default -> send(id.toString(), new CallEvent.BranchProgressed(id));
            }
        }

        private void answers(String dialog) {
            undecided = false;
            if (!dialogs.contains(dialog)) {
                dialogs.add(dialog);
            }
            if (dialog.isEmpty()) {
                talk.begins();
            }
            Optional<String> sdp = chance(10) ? Optional.empty() : Optional.of(Scene.answer(id));
            send(id.toString(), new CallEvent.BranchAnswered(id, dialog, timer(), sdp));
        }

        private void refuses(int status) {
            undecided = false;
            send(id.toString(), new CallEvent.BranchRefused(id, status));
        }

        private void cancelled() {
            if (undecided && !silent) {
                refuses(487);
            }
        }
    }
}
