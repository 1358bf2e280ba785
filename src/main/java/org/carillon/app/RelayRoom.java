package org.carillon.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.carillon.call.BranchId;
import org.carillon.call.CallDoor;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallPorts;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.History;
import org.carillon.call.HistoryEntry;
import org.carillon.call.MsrpLeg;
import org.carillon.call.RoomAddresses;
import org.carillon.call.RoomPlan;
import org.carillon.log.LogText;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;
import org.carillon.relay.CertificateFingerprint;
import org.carillon.relay.ConnectTarget;
import org.carillon.relay.Leg;
import org.carillon.relay.MessageBreak;
import org.carillon.relay.Opening;
import org.carillon.relay.Recorder;
import org.carillon.relay.Relay;
import org.carillon.relay.RoomHandle;
import org.carillon.relay.RoomListener;
import org.carillon.relay.RoomRequest;
import org.carillon.relay.RoomSummary;
import org.carillon.relay.SeatLoss;
import org.carillon.sdp.Connector;
import org.carillon.sdp.Fingerprint;
import org.carillon.sdp.Target;
import org.carillon.sdp.Transport;

/**
 * The bridge from one Call to its Room: translates the core's commands into the relay's terms, and
 * what the relay tells into events. Its commands come from the call's queue, its listener methods
 * from the Room's event loop; they share nothing but the call's name.
 */
final class RelayRoom implements CallPorts.RoomDoor {
    private final CallId call;
    private final CallDoor calls;
    private final Relay relay;
    private final History history;
    private final PassedNotifications notifications;
    private final DeferredMessages deferred;
    private final Consumer<String> onDeferred;
    private final Optional<DeferredMessage> kept;
    private final Pools pools;
    private final RandomGenerator random;

    /** Owned by the call's queue. Empty until opened. */
    private Optional<RoomHandle> room = Optional.empty();

    /** Likewise. Empty also where nothing is kept. */
    private Optional<KeptCopy> copy = Optional.empty();

    /**
     * @param onDeferred takes the id of a message that is to wait, on the look-up pool
     * @param kept takes the sender's place, if there is no sender
     */
    RelayRoom(
            CallId call,
            CallDoor calls,
            Relay relay,
            History history,
            PassedNotifications notifications,
            DeferredMessages deferred,
            Consumer<String> onDeferred,
            Optional<DeferredMessage> kept,
            Pools pools,
            RandomGenerator random) {
        this.call = call;
        this.calls = calls;
        this.relay = relay;
        this.history = history;
        this.notifications = notifications;
        this.deferred = deferred;
        this.onDeferred = onDeferred;
        this.kept = kept;
        this.pools = pools;
        this.random = random;
    }

    @Override
    public void open(RoomPlan plan) {
        Optional<KeptCopy> copyOfThis = copy(plan);
        RoomRequest request =
                new RoomRequest(
                        "call-id=" + LogText.of(call.value()),
                        new RoomRequest.Secure(isTls(plan.sender()), isTls(plan.devices())),
                        plan.invited().size(),
                        plan.maxSize(),
                        plan.acceptTypes(),
                        plan.history().flatMap(entry -> recorder(entry, copyOfThis)),
                        plan.keep().map(keep -> keeper(keep, copyOfThis.orElseThrow())),
                        kept.map(message -> new DeferredContent(deferred, message)),
                        new ImdnContent(notifications, plan.user()));
        Opening opening = relay.open(request, new Listener(copyOfThis));
        if (opening instanceof Opening.Opened opened) {
            room = Optional.of(opened.room());
            copy = copyOfThis;
            calls.put(call, new CallEvent.RoomOpened(addresses(opened.room(), plan.branches())));
        } else {
            calls.put(call, new CallEvent.RoomLost(((Opening.Refused) opening).why()));
        }
    }

    private Optional<KeptCopy> copy(RoomPlan plan) {
        return kept.map(message -> KeptCopy.of(message, deferred, plan.invited(), pools))
                .or(
                        () ->
                                plan.keep()
                                        .map(
                                                invite ->
                                                        KeptCopy.arriving(
                                                                call,
                                                                deferred,
                                                                plan.invited(),
                                                                pools,
                                                                onDeferred)));
    }

    private RoomRequest.Keeper keeper(RoomPlan.Keep keep, KeptCopy itsCopy) {
        return new RoomRequest.Keeper(
                new DeferredRecorder(deferred, keep.invite(), itsCopy),
                switch (keep.role()) {
                    case COPY -> RoomRequest.Keeper.Role.COPY;
                    case RECIPIENT -> RoomRequest.Keeper.Role.RECIPIENT;
                });
    }

    /** What is in history already is not put there again. */
    private Optional<Recorder> recorder(HistoryEntry entry, Optional<KeptCopy> itsCopy) {
        return itsCopy.filter(KeptCopy::isRecorded).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new HistoryRecorder(
                                history, entry, () -> itsCopy.ifPresent(KeptCopy::recorded)));
    }

    private RoomAddresses addresses(RoomHandle opened, List<BranchId> branches) {
        Map<BranchId, String> uris = new HashMap<>();
        for (int seat = 0; seat < branches.size(); seat++) {
            uris.put(branches.get(seat), opened.devices().get(seat).toString());
        }
        return new RoomAddresses(
                hostOf(opened.sender()),
                opened.sender().toString(),
                uris,
                random.nextLong(1L << 32, 1L << 62),
                relay.fingerprints().stream()
                        .map(each -> new Fingerprint(each.hash(), each.value()))
                        .toList());
    }

    private static boolean isTls(Transport transport) {
        return transport == Transport.TLS;
    }

    /** SDP writes an IPv6 literal without brackets, a URI with them. */
    private static String hostOf(MsrpUri uri) {
        String host = uri.host();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public void seatSender(MsrpLeg leg) {
        Optional<Leg> translated = translate(leg);
        if (translated.isPresent()) {
            room.ifPresent(handle -> handle.seatSender(translated.get()));
        } else {
            calls.put(call, new CallEvent.MessageBroken("sender's MSRP path is not valid"));
        }
    }

    @Override
    public void seatDevice(BranchId branch, MsrpLeg leg) {
        Optional<Leg> translated = translate(leg);
        if (translated.isPresent()) {
            room.ifPresent(handle -> handle.seatDevice(seat(branch), translated.get()));
        } else {
            calls.put(call, new CallEvent.SeatLost(branch, "device's MSRP path is not valid"));
        }
    }

    private static Optional<Leg> translate(MsrpLeg leg) {
        Optional<MsrpPath> local = path(leg.localPath());
        Optional<MsrpPath> peer = path(leg.peerPath());
        return local.flatMap(
                ours -> peer.map(theirs -> new Leg(ours, theirs, targets(leg), fingerprints(leg))));
    }

    private static List<CertificateFingerprint> fingerprints(MsrpLeg leg) {
        return leg.peerFingerprints().stream()
                .map(each -> new CertificateFingerprint(each.hash(), each.value()))
                .toList();
    }

    private static Optional<MsrpPath> path(List<String> uris) {
        return MsrpPath.parse(String.join(" ", uris), MsrpLimits.defaults()).value();
    }

    private static List<ConnectTarget> targets(MsrpLeg leg) {
        List<ConnectTarget> targets = new ArrayList<>();
        if (leg.connector() instanceof Connector.Connect connect) {
            for (Target target : connect.targets()) {
                targets.add(
                        new ConnectTarget(target.host(), target.port(), isTls(target.transport())));
            }
        }
        return targets;
    }

    @Override
    public void holdSeat(BranchId branch) {
        room.ifPresent(handle -> handle.holdDevice(seat(branch)));
    }

    @Override
    public void resumeSeat(BranchId branch) {
        room.ifPresent(handle -> handle.resumeDevice(seat(branch)));
    }

    @Override
    public void partSeat(BranchId branch) {
        room.ifPresent(handle -> handle.partDevice(seat(branch)));
    }

    @Override
    public void releaseSeat(BranchId branch) {
        room.ifPresent(handle -> handle.releaseSeat(seat(branch)));
    }

    @Override
    public void drain(Duration silence) {
        room.ifPresent(handle -> handle.drain(silence));
    }

    @Override
    public void afterwards(Runnable task) {
        room.ifPresentOrElse(handle -> handle.afterwards(() -> pools.withoutBlocking(task)), task);
    }

    @Override
    public void close() {
        room.ifPresent(RoomHandle::close);
    }

    @Override
    public void release(CallOutcome outcome, Runnable then) {
        copy.ifPresentOrElse(kept -> kept.over(outcome, then), then);
    }

    /** Branches count from 1, seats from 0. */
    private static int seat(BranchId branch) {
        return branch.number() - 1;
    }

    private static BranchId branch(int seat) {
        return new BranchId(seat + 1);
    }

    private final class Listener implements RoomListener {
        private final Optional<KeptCopy> itsCopy;

        private Listener(Optional<KeptCopy> itsCopy) {
            this.itsCopy = itsCopy;
        }

        @Override
        public void messageReceived(long bytes) {
            calls.put(call, new CallEvent.MessageReceived(bytes));
            if (kept.isPresent()) { // nobody is there to hang up
                calls.put(call, new CallEvent.SenderHungUp());
            }
        }

        @Override
        public void messageBroken(MessageBreak reason) {
            calls.put(call, new CallEvent.MessageBroken(words(reason)));
        }

        @Override
        public void seatServed(int seat) {
            itsCopy.ifPresent(copy -> copy.served(seat));
            calls.put(call, new CallEvent.SeatServed(branch(seat)));
        }

        @Override
        public void seatLost(int seat, SeatLoss loss) {
            String why = words(loss.cause()) + " (" + loss.statusCode() + ")";
            calls.put(call, new CallEvent.SeatLost(branch(seat), why));
        }

        @Override
        public void closed(RoomSummary summary) {
            if (summary.end() != RoomSummary.End.CLOSED) {
                calls.put(call, new CallEvent.RoomLost("room " + words(summary.end())));
            }
        }
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
