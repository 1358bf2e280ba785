package org.carillon.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.carillon.call.CallId;
import org.carillon.call.CallOutcome;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.SourceException;
import org.carillon.log.LogText;

/**
 * What the store holds of one message while a call delivers it. Notes there who has it, so that
 * after a crash nobody gets it twice; at the end of the call it goes, or waits, and not before the
 * store has been told of everything that came before. Thread-safe; the store is told on the look-up
 * pool, and nobody waits for it there.
 *
 * <pre>
 *  ARRIVING --the whole of it is safe--> HELD --everybody has it, end of the call--> gone, or WAITING
 *     +--broken, or everybody has it--> GONE
 * </pre>
 */
final class KeptCopy {
    private static final Logger LOG = System.getLogger(KeptCopy.class.getName());

    private final CallId call;
    private final DeferredMessages messages;
    private final List<String> devices;
    private final Pools pools;
    private final Consumer<String> onDeferred;

    /** Its id once it is HELD; empty if it is GONE. */
    private final CompletableFuture<Optional<String>> held = new CompletableFuture<>();

    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private volatile Set<String> noted = Set.of();
    private volatile boolean recorded;

    /** What the store is told, one after the other. */
    private CompletableFuture<Void> notes = CompletableFuture.completedFuture(null);

    private KeptCopy(
            CallId call,
            DeferredMessages messages,
            List<String> devices,
            Pools pools,
            Consumer<String> onDeferred) {
        this.call = call;
        this.messages = messages;
        this.devices = devices;
        this.pools = pools;
        this.onDeferred = onDeferred;
    }

    /**
     * Of a message that arrives; {@link #complete} or {@link #gone} is to follow.
     *
     * @param devices those invited, by their identity
     * @param onDeferred takes its id, on the look-up pool, if it is to wait after this call
     */
    static KeptCopy arriving(
            CallId call,
            DeferredMessages messages,
            List<String> devices,
            Pools pools,
            Consumer<String> onDeferred) {
        return new KeptCopy(call, messages, devices, pools, onDeferred);
    }

    /** Of a message that has waited. */
    static KeptCopy of(
            DeferredMessage message, DeferredMessages messages, List<String> devices, Pools pools) {
        KeptCopy copy = new KeptCopy(message.invite().call(), messages, devices, pools, id -> {});
        copy.recorded = message.recorded();
        copy.held.complete(Optional.of(message.id()));
        return copy;
    }

    List<String> devices() {
        return devices;
    }

    /** Brings it to safety, if that is still worth while; may block. */
    void complete(DeferredMessages.Keeping keeping) throws SourceException {
        if (everybodyHasIt()) {
            keeping.abort();
            gone();
            return;
        }
        noted = Set.copyOf(served);
        boolean inHistory = recorded;
        String id = keeping.complete(noted, inHistory);
        held.complete(Optional.of(id));
        if (recorded != inHistory) {
            recorded();
        }
    }

    private boolean everybodyHasIt() {
        return !devices.isEmpty() && served.containsAll(devices);
    }

    /** There is nothing to keep. */
    void gone() {
        held.complete(Optional.empty());
    }

    /** A device has confirmed its last octet. */
    void served(int seat) {
        String device = devices.get(seat);
        served.add(device);
        whileHeld(
                id -> {
                    if (everybodyHasIt()) {
                        note(() -> messages.settle(id, devices));
                    } else if (!noted.contains(device)) {
                        note(() -> messages.served(id, device));
                    }
                });
    }

    /** Its sender has been told that nobody has it. */
    void drop() {
        whileHeld(id -> note(() -> messages.settle(id, devices)));
    }

    /** It is in its user's history. */
    void recorded() {
        recorded = true;
        if (held.isDone()) {
            whileHeld(id -> note(() -> messages.recorded(id)));
        }
    }

    boolean isRecorded() {
        return recorded;
    }

    /**
     * The call is over.
     *
     * @param then runs when the store has been told
     */
    void over(CallOutcome outcome, Runnable then) {
        var unused =
                held.thenAccept(
                        held ->
                                held.ifPresentOrElse(
                                        id ->
                                                inTurn(
                                                        () -> {
                                                            attempt(() -> end(id, outcome));
                                                            tell(id, outcome);
                                                            then.run();
                                                        }),
                                        then));
    }

    private void tell(String id, CallOutcome outcome) {
        if (outcome.kind() == CallOutcome.Kind.DEFERRED) {
            onDeferred.accept(id);
        }
    }

    private void end(String id, CallOutcome outcome) throws SourceException {
        switch (outcome.kind()) {
            case DELIVERED, UNDELIVERED -> settle(id);
            default -> messages.release(id);
        }
    }

    /** Who has it has it; who failed is not tried again, and the sender knows if all did. */
    private void settle(String id) throws SourceException {
        if (!everybodyHasIt()) {
            messages.settle(id, devices);
        }
    }

    private void whileHeld(Consumer<String> action) {
        var unused = held.thenAccept(id -> id.ifPresent(action));
    }

    private interface Note {
        void take() throws SourceException;
    }

    private void note(Note note) {
        inTurn(() -> attempt(note));
    }

    private synchronized void inTurn(Runnable task) {
        notes =
                notes.handleAsync(
                        (done, failed) -> {
                            task.run();
                            return null;
                        },
                        pools::eventually);
    }

    /** What is not noted would be delivered once more after a crash. */
    private void attempt(Note note) {
        try {
            note.take();
        } catch (RuntimeException ours) {
            LOG.log(Level.ERROR, "event=kept-message-bug", ours);
        } catch (SourceException e) {
            LOG.log(
                    Level.WARNING,
                    "event=kept-message-not-noted call-id=%s why=%s"
                            .formatted(LogText.of(call.value()), LogText.of(e.getMessage())));
            pools.later(() -> attempt(note));
        }
    }
}
