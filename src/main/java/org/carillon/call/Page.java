package org.carillon.call;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.call.CallOutcome.Kind;

/**
 * One MESSAGE on its way from one sender to every device of one user (Pager Mode): a pure state
 * machine like {@link Call}, whose events it shares. Owner: the page's serial queue.
 *
 * <pre>
 *  NEW ─► LOOKING_UP ─► KEEPING ─► SENDING ─► OVER
 *   │          │           │ nobody is there     ▲
 *   │ refused  │           └─────────202─────────┤
 *   └──────────┴─────────────────────────────────┘
 * </pre>
 *
 * KEEPING is left out where nothing is kept. The sender gets one answer: the first 2xx of a device,
 * 202 if the message is kept for those who are not there (RFC 3428 §7), or the best of the
 * refusals. SENDING ends when every device's transaction has.
 *
 * <p>A disposition notification (RFC 5438) goes the same way; where there is a core, or its
 * addressee is none of our users, it goes on as it came.
 */
public final class Page {
    /** See the diagram of {@link Page}. */
    private enum Phase {
        NEW,
        LOOKING_UP,
        KEEPING,
        SENDING,
        OVER
    }

    private enum Sender {
        WAITING,
        ACCEPTED,
        REFUSED,
        /** It has its answer long since: the message has waited in the store. */
        GONE
    }

    /** Whether the same news has reached its addressee before. */
    private enum News {
        FIRST,
        REPEATED
    }

    private enum Copy {
        NONE,
        ASKED,
        HELD
    }

    private enum Branch {
        PENDING,
        ACCEPTED,
        REFUSED
    }

    private final CallOptions options;
    private final ScreeningPolicy screening;
    private final PagerMessage message;
    private final CpmRequest request;
    private final Passage passage;
    private final DeviceRequests requests;
    private final List<PageCommand> commands = new ArrayList<>();
    private final Set<PageTimer> running = EnumSet.noneOf(PageTimer.class);
    private final List<Branch> branches = new ArrayList<>();
    private final List<Integer> refusals = new ArrayList<>();

    private Phase phase = Phase.NEW;
    private final News news;
    private Sender sender;
    private Copy copy = Copy.NONE;
    private NotAvailable notAvailable = NotAvailable.REJECT;
    private List<Device> chosen = List.of();
    private Optional<HistoryEntry> history = Optional.empty();

    /** One that its sender waits for. */
    public static Page of(CallOptions options, ScreeningPolicy screening, PagerMessage message) {
        return new Page(options, screening, message, Sender.WAITING, News.FIRST);
    }

    /** A notification of which its addressee has heard: its sender is told that all is well. */
    public static Page ofRepeated(
            CallOptions options, ScreeningPolicy screening, PagerMessage message) {
        return new Page(options, screening, message, Sender.WAITING, News.REPEATED);
    }

    /**
     * One that was kept.
     *
     * @param options those of such messages: {@link CallOptions#ofKept}
     */
    public static Page ofKept(
            CallOptions options, ScreeningPolicy screening, PagerMessage message) {
        return new Page(options, screening, message, Sender.GONE, News.FIRST);
    }

    private Page(
            CallOptions options,
            ScreeningPolicy screening,
            PagerMessage message,
            Sender sender,
            News news) {
        this.options = options;
        this.screening = screening;
        this.message = message;
        this.request = message.request();
        this.passage = new Passage(request);
        this.requests = new DeviceRequests(options, request);
        this.sender = sender;
        this.news = news;
    }

    /** Takes one event; returns what is to be done, in this order. Nothing after the end. */
    public List<PageCommand> on(CallEvent event) {
        if (phase != Phase.OVER) {
            take(event);
        }
        List<PageCommand> result = List.copyOf(commands);
        commands.clear();
        return result;
    }

    /** No other event can come: nobody was asked for one. */
    private void take(CallEvent event) {
        if (event instanceof CallEvent.Invited) {
            begin();
        } else if (event instanceof CallEvent.RecipientFound found) {
            found(found.recipient());
        } else if (event instanceof CallEvent.RecipientUnknown) {
            unknown("Devices cannot be looked up");
        } else if (event instanceof CallEvent.CopyKept kept) {
            kept(kept.safe());
        } else if (event instanceof CallEvent.BranchAnswered answered) {
            accepted(answered.branch());
        } else if (event instanceof CallEvent.BranchRefused refused) {
            refused(refused.branch(), refused.status());
        } else if (event instanceof CallEvent.TimerFired fired
                && running.remove((PageTimer) fired.timer())) {
            fired((PageTimer) fired.timer());
        }
    }

    private void begin() {
        if (message.notification().isEmpty() && !Icsi.asksFor(request.headers(), Icsi.PAGER)) {
            refuse(488, "Not a Pager Mode MESSAGE");
        } else if (request.maxForwards() <= 0) {
            refuse(483, "Max-Forwards is used up");
        } else if (news == News.REPEATED) {
            answer(200);
            end(Kind.REPEATED, 200, "");
        } else if (goesOnward()) {
            onward();
        } else if (passage.loops()) {
            refuse(482, "This message has been here for this user");
        } else {
            phase = Phase.LOOKING_UP;
            start(PageTimer.LOOK_UP);
            commands.add(new PageCommand.FindRecipient(request.recipient()));
        }
    }

    private boolean goesOnward() {
        boolean core = !request.route().isEmpty() || !options.coreRoute().isEmpty();
        return message.notification().isPresent()
                && (core || !options.homeDomains().contains(request.recipient().domain()));
    }

    /** Only for whom a trusted peer vouches: we are nobody's relay. */
    private void onward() {
        Optional<Refusal> refusal = screening.asserted(request, options);
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        enter(List.of(Branch.PENDING));
        DeviceRequest next =
                requests.onward(
                        message.requestUri(),
                        passage.onward(request.assertedOriginator().orElseThrow()));
        commands.add(new PageCommand.SendToDevice(new BranchId(1), next));
    }

    private void found(Recipient recipient) {
        if (phase != Phase.LOOKING_UP) {
            return;
        }
        stop(PageTimer.LOOK_UP);
        Preferences preferences = recipient.preferences();
        Optional<Refusal> refusal = screening.screen(request, preferences, options);
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        notAvailable = preferences.deferral().or(options.notAvailable());
        chosen = BranchSelection.select(recipient, options.branches(), Icsi.PAGER);
        if (preferences.recordHistory() && message.notification().isEmpty()) {
            history = Optional.of(requests.history());
        }
        Optional<Refusal> noRoom = options.refusal(recipient.space());
        if (chosen.isEmpty() && notAvailable == NotAvailable.REJECT) {
            refuse(480, "No device of this user can receive now");
        } else if (chosen.isEmpty() && noRoom.isPresent()) {
            refuse(noRoom.get());
        } else if (!passage.allows(chosen.size())) {
            refuse(440, "Max-Breadth is less than the devices");
        } else if (isKept()) {
            phase = Phase.KEEPING;
            copy = Copy.ASKED;
            start(PageTimer.KEEP);
            commands.add(new PageCommand.KeepCopy(chosen.stream().map(Device::identity).toList()));
        } else {
            sendAll();
        }
    }

    private boolean isKept() {
        return sender == Sender.GONE
                || options.durability() != Durability.MEMORY
                || notAvailable == NotAvailable.DEFER;
    }

    private void unknown(String why) {
        if (phase == Phase.LOOKING_UP) {
            refuse(Refusal.forNow(503, options.warning(why)));
        }
    }

    /** Without a safe copy those who are there get it all the same. */
    private void kept(boolean safe) {
        if (safe && copy == Copy.ASKED) {
            copy = Copy.HELD;
        }
        if (phase != Phase.KEEPING) {
            return;
        }
        stop(PageTimer.KEEP);
        if (!chosen.isEmpty()) {
            sendAll();
        } else if (copy == Copy.HELD) {
            finish();
        } else {
            refuse(Refusal.forNow(503, options.warning("The message cannot be kept now")));
        }
    }

    private void sendAll() {
        enter(chosen.stream().map(device -> Branch.PENDING).toList());
        for (int i = 1; i <= chosen.size(); i++) {
            List<Header> headers = passage.headers(i, chosen.size());
            commands.add(
                    new PageCommand.SendToDevice(
                            new BranchId(i), requests.message(chosen.get(i - 1), headers)));
        }
    }

    private void enter(List<Branch> all) {
        phase = Phase.SENDING;
        branches.addAll(all);
        start(PageTimer.ANSWER);
        start(PageTimer.TRANSACTIONS);
    }

    private void accepted(BranchId id) {
        if (settle(id, Branch.ACCEPTED)) {
            if (copy != Copy.NONE) {
                commands.add(new PageCommand.NoteServed(id));
            }
            if (count(Branch.ACCEPTED) == 1) {
                history.ifPresent(entry -> commands.add(new PageCommand.RecordHistory(entry)));
            }
            answer(200);
            proceed();
        }
    }

    private void refused(BranchId id, int status) {
        if (settle(id, Branch.REFUSED)) {
            refusals.add(status);
            proceed();
        }
    }

    private boolean settle(BranchId id, Branch how) {
        int place = id.number() - 1;
        boolean news = phase == Phase.SENDING && branches.get(place) == Branch.PENDING;
        if (news) {
            branches.set(place, how);
        }
        return news;
    }

    private int count(Branch state) {
        return (int) branches.stream().filter(state::equals).count();
    }

    private void proceed() {
        if (count(Branch.PENDING) == 0) {
            finish();
        }
    }

    private void fired(PageTimer timer) {
        switch (timer) {
            case LOOK_UP -> unknown("Devices cannot be looked up in time");
            case KEEP -> kept(false);
            case ANSWER -> late();
            case TRANSACTIONS -> {
                branches.replaceAll(state -> state == Branch.PENDING ? Branch.REFUSED : state);
                refusals.add(408);
                finish();
            }
        }
    }

    /** The sender cannot wait for those who say nothing; whoever takes it yet has it. */
    private void late() {
        if (canWait()) {
            answer(202);
        } else {
            answer(refusal(480));
        }
    }

    private void answer(int status) {
        stop(PageTimer.ANSWER);
        if (sender == Sender.WAITING) {
            sender = Sender.ACCEPTED;
            commands.add(new PageCommand.AcceptMessage(status));
        }
    }

    /** What the sender was refused is the sender's again. */
    private void answer(Refusal refusal) {
        if (sender == Sender.WAITING) {
            sender = Sender.REFUSED;
            commands.add(new PageCommand.RefuseMessage(refusal));
            if (copy != Copy.NONE) {
                copy = Copy.NONE;
                commands.add(new PageCommand.DropCopy());
            }
        }
    }

    /** Whether whoever is out of reach gets it later. */
    private boolean canWait() {
        return copy == Copy.HELD
                && notAvailable == NotAvailable.DEFER
                && FinalResponse.unreachable(refusals);
    }

    /** Nobody is asked any more. */
    private void finish() {
        if (count(Branch.ACCEPTED) > 0) {
            end(Kind.DELIVERED, 200, "");
        } else if (sender == Sender.ACCEPTED || canWait()) {
            answer(202);
            end(Kind.DEFERRED, 202, "");
        } else {
            refuse(refusal(best()));
        }
    }

    /** No 408 to anything but an INVITE (RFC 4320 §4.2). */
    private int best() {
        int best = FinalResponse.best(refusals);
        return best == 408 ? 480 : best;
    }

    private Refusal refusal(int status) {
        return options.refusal(status, "No device accepted");
    }

    private void refuse(int status, String why) {
        refuse(options.refusal(status, why));
    }

    private void refuse(Refusal refusal) {
        answer(refusal);
        end(
                Kind.REFUSED,
                refusal.status(),
                new Headers(refusal.headers()).first("Warning").orElse(""));
    }

    private void end(Kind kind, int status, String why) {
        List.copyOf(running).forEach(this::stop);
        phase = Phase.OVER;
        commands.add(
                new PageCommand.Release(
                        new CallOutcome(
                                kind,
                                status,
                                count(Branch.ACCEPTED),
                                branches.size(),
                                message.content().length(),
                                why)));
    }

    private void start(PageTimer timer) {
        running.add(timer);
        commands.add(new PageCommand.StartTimer(timer, timer.after()));
    }

    private void stop(PageTimer timer) {
        if (running.remove(timer)) {
            commands.add(new PageCommand.StopTimer(timer));
        }
    }
}
