package org.carillon.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.carillon.call.Aor;
import org.carillon.call.CpmRequest;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.SourceException;
import org.carillon.log.LogText;

/**
 * {@code durability=node} beside a database that nodes share: what is under way lies on this node's
 * own disk, and what waits where every node finds it. Thread-safe; blocks.
 *
 * <pre>
 *  HELD here --delivered--> (none)
 *      +--in vain, recovered--> WAITING here --moved, at once or a moment later--> WAITING there
 * </pre>
 */
public final class HeldHere implements DeferredMessages {
    private static final Logger LOG = System.getLogger(HeldHere.class.getName());

    private final JdbcDeferredMessages here;
    private final JdbcDeferredMessages there;

    /** What this process has completed and is still here. */
    private final Set<String> mine = ConcurrentHashMap.newKeySet();

    /**
     * @param here in a database of this process alone
     * @param there in one that others have as well
     */
    public HeldHere(JdbcDeferredMessages here, JdbcDeferredMessages there) {
        this.here = here;
        this.there = there;
    }

    private JdbcDeferredMessages of(String id) {
        return mine.contains(id) ? here : there;
    }

    @Override
    public Keeping begin(
            CpmRequest invite, DeferredMessage.Content content, Collection<String> invited)
            throws SourceException {
        return invited.isEmpty()
                ? there.begin(invite, content, invited)
                : new Mine(here.begin(invite, content, invited));
    }

    private final class Mine implements Keeping {
        private final Keeping keeping;

        private Mine(Keeping keeping) {
            this.keeping = keeping;
        }

        @Override
        public void append(ByteBuffer octets) throws SourceException {
            keeping.append(octets);
        }

        @Override
        public String complete(Collection<String> served, boolean recorded) throws SourceException {
            String id = keeping.complete(served, recorded);
            mine.add(id);
            return id;
        }

        @Override
        public void abort() throws SourceException {
            keeping.abort();
        }
    }

    @Override
    public void served(String id, String device) throws SourceException {
        of(id).served(id, device);
    }

    @Override
    public void recorded(String id) throws SourceException {
        of(id).recorded(id);
    }

    @Override
    public boolean claim(String id) throws SourceException {
        return there.claim(id);
    }

    @Override
    public void settle(String id, Collection<String> devices) throws SourceException {
        of(id).settle(id, devices);
        mine.remove(id);
    }

    @Override
    public void release(String id) throws SourceException {
        if (mine.contains(id)) {
            here.release(id);
            move();
        } else {
            there.release(id);
        }
    }

    @Override
    public int recover() throws SourceException {
        int waiting = here.recover();
        move();
        return waiting + there.recover();
    }

    /** A death between the two steps would deliver it twice, and never not at all. */
    private synchronized void move() {
        try {
            for (DeferredMessage message : here.waiting()) {
                there.adopt(message, here);
                here.giveUp(message);
                mine.remove(message.id());
            }
        } catch (SourceException e) { // they are safe, and this is tried again
            LOG.log(
                    Level.WARNING,
                    "event=deferred-not-shared why=" + LogText.of(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Optional<DeferredMessage> next(Aor user, Optional<DeferredMessage> last)
            throws SourceException {
        return there.next(user, last);
    }

    @Override
    public List<Aor> reachable(Optional<Aor> last) throws SourceException {
        return there.reachable(last);
    }

    @Override
    public byte[] piece(DeferredMessage message, int number) throws SourceException {
        return of(message.id()).piece(message, number);
    }

    @Override
    public Optional<DeferredMessage> find(String id) throws SourceException {
        return of(id).find(id);
    }

    @Override
    public List<DeferredMessage> expired(Instant now) throws SourceException {
        return there.expired(now);
    }

    @Override
    public void giveUp(DeferredMessage message) throws SourceException {
        there.giveUp(message);
    }

    @Override
    public Space space(Aor user) throws SourceException {
        return there.space(user);
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> both = new TreeMap<>(here.counters());
        there.counters().forEach((name, count) -> both.merge(name, count, Long::sum));
        return both;
    }
}
