package org.carillon.app;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.call.BranchId;
import org.carillon.call.CallDoor;
import org.carillon.call.CallEvent;
import org.carillon.call.CallOutcome;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.History;
import org.carillon.call.HistoryEntry;
import org.carillon.call.PagePorts;
import org.carillon.call.PagerMessage;
import org.carillon.call.SourceException;
import org.carillon.log.LogText;

/**
 * A pager message in the store and in history. Its methods are called in the page's queue; what
 * blocks runs on the look-up pool.
 */
final class PageCopy implements PagePorts.Copy {
    private static final Logger LOG = System.getLogger(PageCopy.class.getName());

    private final PagerMessage message;
    private final Optional<DeferredMessage> kept;
    private final CallDoor calls;
    private final DeferredMessages messages;
    private final Consumer<String> onDeferred;
    private final History history;
    private final Pools pools;

    /** Owned by the page's queue; empty where nothing is kept. */
    private Optional<KeptCopy> copy = Optional.empty();

    /**
     * @param onDeferred takes the id of a message that is to wait, on the look-up pool
     * @param kept where the message comes from, if it has waited
     */
    PageCopy(
            PagerMessage message,
            Optional<DeferredMessage> kept,
            CallDoor calls,
            DeferredMessages messages,
            Consumer<String> onDeferred,
            History history,
            Pools pools) {
        this.message = message;
        this.kept = kept;
        this.calls = calls;
        this.messages = messages;
        this.onDeferred = onDeferred;
        this.history = history;
        this.pools = pools;
    }

    @Override
    public void keep(List<String> devices) {
        if (kept.isPresent()) {
            copy = Optional.of(KeptCopy.of(kept.get(), messages, devices, pools));
            tell(true);
            return;
        }
        KeptCopy arriving =
                KeptCopy.arriving(message.request().call(), messages, devices, pools, onDeferred);
        copy = Optional.of(arriving);
        pools.eventually(() -> tell(bringToSafety(arriving)));
    }

    private boolean bringToSafety(KeptCopy arriving) {
        DeferredMessage.Content content =
                new DeferredMessage.Content("", message.contentType(), "");
        try {
            DeferredMessages.Keeping keeping =
                    messages.begin(message.request().toKeep(), content, arriving.devices());
            append(keeping);
            arriving.complete(keeping);
            return true;
        } catch (SourceException e) {
            arriving.gone();
            complain("event=message-not-kept", e);
            return false;
        }
    }

    private void append(DeferredMessages.Keeping keeping) throws SourceException {
        try {
            keeping.append(octets());
        } catch (SourceException e) {
            keeping.abort();
            throw e;
        }
    }

    private ByteBuffer octets() {
        return ByteBuffer.wrap(message.content().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void tell(boolean safe) {
        calls.put(message.request().call(), new CallEvent.CopyKept(safe));
    }

    @Override
    public void served(BranchId branch) {
        copy.ifPresent(held -> held.served(branch.number() - 1));
    }

    @Override
    public void drop() {
        copy.ifPresent(KeptCopy::drop);
    }

    @Override
    public void record(HistoryEntry entry) {
        if (copy.filter(KeptCopy::isRecorded).isEmpty()) {
            Optional<KeptCopy> held = copy;
            pools.eventually(() -> recordNow(entry, held));
        }
    }

    private void recordNow(HistoryEntry entry, Optional<KeptCopy> held) {
        try {
            History.Recording recording = history.begin(entry);
            recording.append(octets());
            recording.complete();
            held.ifPresent(KeptCopy::recorded);
        } catch (IOException e) {
            complain("event=history-not-recorded", e);
        }
    }

    private void complain(String event, Exception e) {
        LOG.log(
                Level.WARNING,
                "%s call-id=%s why=%s"
                        .formatted(
                                event,
                                LogText.of(message.request().call().value()),
                                LogText.of(String.valueOf(e.getMessage()))));
    }

    @Override
    public void release(CallOutcome outcome, Runnable then) {
        copy.ifPresentOrElse(held -> held.over(outcome, then), then);
    }
}
