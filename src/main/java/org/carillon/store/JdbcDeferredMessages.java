package org.carillon.store;

import static org.carillon.store.Statements.change;
import static org.carillon.store.Statements.execute;
import static org.carillon.store.Statements.number;
import static org.carillon.store.Statements.prepare;
import static org.carillon.store.Statements.strings;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.call.Aor;
import org.carillon.call.CpmRequest;
import org.carillon.call.DeferralLimits;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.SourceException;

/**
 * Kept messages: one row each, one per device that counts, and the content: of a small message in
 * its row, so that it costs one transaction, of a larger one where {@link Contents} puts it. A
 * message is on the disk when {@link Keeping#complete} returns; before, only content is there that
 * {@link #recover} sweeps away.
 *
 * <pre>
 *  (none) --complete--> HELD --delivered--> (none)
 *                         +--in vain, recovered--> WAITING --delivered, expired--> (none)
 * </pre>
 *
 * HELD is one node's, and WAITING is nobody's until a node claims it for a call of its own; what a
 * dead node had is taken over ({@link Nodes}).
 *
 * <p>A device is OWED the message if the call that holds it has invited it, and SERVED when it has
 * confirmed it.
 */
public final class JdbcDeferredMessages implements DeferredMessages {
    /** The largest content that a row has: more would be copied too often by the database. */
    private static final int SMALL = 32 << 10;

    private static final int AT_ONCE = 100;

    private static final String COUNT =
            "SELECT COUNT(*) FROM deferred_message WHERE aor = ? AND expires_at > ?";
    private static final String USED = "SELECT COALESCE(SUM(octets), 0) FROM deferred_message";
    private static final String OCTETS = USED + " WHERE id = ?";
    private static final String INSERT =
            "INSERT INTO deferred_message"
                    + " (id, node, aor, state, arrived_at, expires_at, octets, recorded, invite,"
                    + " content) VALUES (?, ?, ?, 'HELD', ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_DEVICE =
            "INSERT INTO deferred_device (message, device, state) VALUES (?, ?, ?)";
    private static final String SERVED =
            "UPDATE deferred_device SET state = 'SERVED' WHERE message = ? AND device = ?";
    private static final String SERVED_TOO =
            "INSERT INTO deferred_device (message, device, state)"
                    + " SELECT id, ?, 'SERVED' FROM deferred_message WHERE id = ?";
    private static final String RECORDED =
            "UPDATE deferred_message SET recorded = TRUE WHERE id = ?";
    private static final String NO_LONGER_OWED =
            "DELETE FROM deferred_device WHERE message = ? AND device = ? AND state = 'OWED'";
    private static final String NOBODY_OWED =
            "DELETE FROM deferred_device WHERE message = ? AND state = 'OWED'";
    private static final String DELETE = "DELETE FROM deferred_message WHERE id = ?";
    private static final String DELETE_IF_NOT_OWED =
            DELETE
                    + " AND NOT EXISTS (SELECT 1 FROM deferred_device"
                    + " WHERE message = id AND deferred_device.state = 'OWED')";
    private static final String RELEASE =
            "UPDATE deferred_message SET state = 'WAITING', node = NULL"
                    + " WHERE id = ? AND state = 'HELD'";
    private static final String WAIT =
            "UPDATE deferred_message SET state = 'WAITING', node = NULL WHERE id = ?";
    private static final String CLAIM =
            "UPDATE deferred_message SET node = ?"
                    + " WHERE id = ? AND state = 'WAITING' AND node IS NULL";
    private static final String LET_GO =
            "UPDATE deferred_message SET node = NULL WHERE id = ? AND node = ?";
    private static final String LOCK_NODE = "SELECT id FROM node WHERE id = ? FOR UPDATE";
    private static final String DELETE_DELIVERED =
            "DELETE FROM deferred_message WHERE state = 'HELD' AND node = ?"
                    + " AND EXISTS (SELECT 1 FROM deferred_device WHERE message = id)"
                    + " AND NOT EXISTS (SELECT 1 FROM deferred_device"
                    + " WHERE message = id AND deferred_device.state = 'OWED')";
    private static final String TAKE_HELD =
            "UPDATE deferred_message SET state = 'WAITING', node = NULL"
                    + " WHERE state = 'HELD' AND node = ?";
    private static final String TAKE_CLAIMED =
            "UPDATE deferred_message SET node = NULL WHERE node = ?";
    private static final String DELETE_NODE = "DELETE FROM node WHERE id = ?";
    private static final String REACHABLE =
            "SELECT DISTINCT aor FROM deferred_message"
                    + " WHERE state = 'WAITING' AND node IS NULL AND expires_at > ? AND aor > ?"
                    + " AND (EXISTS (SELECT 1 FROM binding"
                    + " WHERE binding.aor = deferred_message.aor AND binding.expires_at > ?)"
                    + " OR EXISTS (SELECT 1 FROM deferred_device"
                    + " WHERE message = id AND deferred_device.state = 'OWED'))"
                    + " ORDER BY aor LIMIT "
                    + AT_ONCE;
    private static final String NEXT =
            "SELECT id, arrived_at, octets, recorded, invite FROM deferred_message"
                    + " WHERE aor = ? AND state = 'WAITING' AND expires_at > ?"
                    + " AND (arrived_at > ? OR (arrived_at = ? AND id > ?))"
                    + " ORDER BY arrived_at, id LIMIT 1";
    private static final String DEVICES =
            "SELECT device FROM deferred_device WHERE message = ? AND state = ?";
    private static final String CONTENT = "SELECT content FROM deferred_message WHERE id = ?";
    private static final String WAITING =
            "SELECT id, arrived_at, octets, recorded, invite FROM deferred_message"
                    + " WHERE state = 'WAITING' ORDER BY arrived_at, id LIMIT "
                    + AT_ONCE;
    private static final String EXPIRED =
            "SELECT id, arrived_at, octets, recorded, invite FROM deferred_message"
                    + " WHERE expires_at <= ? AND state = 'WAITING' AND node IS NULL"
                    + " ORDER BY expires_at LIMIT "
                    + AT_ONCE;
    private static final String FIND =
            "SELECT id, arrived_at, octets, recorded, invite FROM deferred_message WHERE id = ?";

    private final Store store;
    private final Contents contents;
    private final DeferralLimits limits;
    private final InstantSource clock;
    private final Nodes nodes;

    /** Octets of what has a row, as far as this process knows; counted anew now and then. */
    private final AtomicLong kept = new AtomicLong();

    /** Octets of what has none yet. */
    private final AtomicLong arriving = new AtomicLong();

    private final LongAdder tooMany = new LongAdder();
    private final LongAdder tooMuch = new LongAdder();

    /**
     * @param directory for large contents where the database is embedded
     * @param takeoverAfter how long another process may be silent until what it held is taken over
     */
    public JdbcDeferredMessages(
            Store store,
            Path directory,
            DeferralLimits limits,
            Duration takeoverAfter,
            InstantSource clock)
            throws SourceException {
        this.store = store;
        this.contents = store.isEmbedded() ? new FileContents(directory) : new RowContents(store);
        this.nodes = new Nodes(store, clock, takeoverAfter);
        this.limits = limits;
        this.clock = clock;
        count();
    }

    private void count() throws SourceException {
        kept.set(store.run("count what is kept", connection -> number(connection, USED)));
    }

    @Override
    public Keeping begin(
            CpmRequest invite, DeferredMessage.Content content, Collection<String> invited)
            throws SourceException {
        if (invited.isEmpty() && waiting(invite.recipient()) >= limits.perUser()) {
            tooMany.increment();
            throw new SourceException(
                    "%d messages wait for %s already (deferred-per-user)"
                            .formatted(limits.perUser(), invite.recipient()));
        }
        takeSpace(0);
        return new Arrival(
                UUID.randomUUID().toString(),
                clock.instant(),
                invite,
                content,
                Set.copyOf(invited));
    }

    private long waiting(Aor user) throws SourceException {
        return store.run(
                "count the messages that wait for " + user,
                connection -> number(connection, COUNT, user.uri(), clock.millis()));
    }

    private void takeSpace(int octets) throws SourceException {
        if (arriving.addAndGet(octets) + kept.get() >= limits.octets()) {
            arriving.addAndGet(-octets);
            tooMuch.increment();
            throw new SourceException(
                    limits.octets() + " octets of messages are kept already (deferred-disk)");
        }
    }

    /** A message that is coming in; its octets wait until they are many enough. */
    private final class Arrival implements Keeping {
        private final String id;
        private final String node = nodes.own();
        private final CpmRequest invite;
        private final DeferredMessage.Content content;
        private final Set<String> invited;
        private final Instant began;
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
        private Optional<Contents.Writer> large = Optional.empty();
        private long octets;

        private Arrival(
                String id,
                Instant began,
                CpmRequest invite,
                DeferredMessage.Content content,
                Set<String> invited) {
            this.id = id;
            this.began = began;
            this.invite = invite;
            this.content = content;
            this.invited = invited;
        }

        @Override
        public void append(ByteBuffer more) throws SourceException {
            takeSpace(more.remaining());
            octets += more.remaining();
            while (more.hasRemaining()) {
                int space = contents.pieceSize() - waiting.size();
                byte[] some = new byte[Math.min(more.remaining(), space)];
                more.get(some);
                waiting.writeBytes(some);
                if (waiting.size() == contents.pieceSize() && octets > SMALL) {
                    write();
                }
            }
        }

        private void write() throws SourceException {
            if (large.isEmpty()) {
                large = Optional.of(contents.begin(id, node));
            }
            large.get().append(waiting.toByteArray());
            waiting.reset();
        }

        @Override
        public String complete(Collection<String> served, boolean recorded) throws SourceException {
            try {
                finish();
                int unused = store.runDurably("keep a message", c -> insert(c, served, recorded));
            } catch (SourceException e) {
                undo(e);
                throw e;
            }
            kept.addAndGet(octets);
            arriving.addAndGet(-octets);
            return id;
        }

        private void finish() throws SourceException {
            if (octets > SMALL) {
                if (waiting.size() > 0) {
                    write();
                }
                large.orElseThrow().complete();
            }
        }

        /** The row may be there all the same; it would be worse without its content. */
        private void undo(SourceException failure) {
            try {
                int unused = store.run("drop a message", c -> execute(c, DELETE, id));
                abort();
            } catch (SourceException e) {
                arriving.addAndGet(-octets);
                failure.addSuppressed(e);
            }
        }

        private int insert(Connection connection, Collection<String> served, boolean recorded)
                throws SQLException {
            int inserted =
                    execute(
                            connection,
                            INSERT,
                            id,
                            node,
                            invite.recipient().uri(),
                            began.toEpochMilli(),
                            expires(),
                            octets,
                            recorded,
                            KeptInvite.text(invite, content),
                            large.isPresent() ? new byte[0] : waiting.toByteArray());
            for (String device : invited) {
                String state = served.contains(device) ? "SERVED" : "OWED";
                change(connection, INSERT_DEVICE, id, device, state);
            }
            return inserted;
        }

        /** The sender may want it sooner than the operator. */
        private long expires() {
            Instant latest = began.plus(limits.expires());
            return invite.expires(began).filter(latest::isAfter).orElse(latest).toEpochMilli();
        }

        @Override
        public void abort() throws SourceException {
            if (large.isPresent()) {
                large.get().abort();
            }
            arriving.addAndGet(-octets);
        }
    }

    @Override
    public void served(String id, String device) throws SourceException {
        int unused =
                store.runDurably(
                        "note that a device has a message",
                        connection -> {
                            int there = execute(connection, SERVED, id, device);
                            return there > 0 ? there : execute(connection, SERVED_TOO, device, id);
                        });
    }

    @Override
    public void recorded(String id) throws SourceException {
        int unused = store.run("note what is recorded", c -> execute(c, RECORDED, id));
    }

    @Override
    public boolean claim(String id) throws SourceException {
        return store.run("claim a message", c -> execute(c, CLAIM, nodes.own(), id)) > 0;
    }

    @Override
    public void settle(String id, Collection<String> devices) throws SourceException {
        long freed =
                store.runAtomically(
                        "forget a message that is delivered",
                        connection -> {
                            for (String device : devices) {
                                change(connection, NO_LONGER_OWED, id, device);
                            }
                            long octets = number(connection, OCTETS, id);
                            long deleted = execute(connection, DELETE_IF_NOT_OWED, id);
                            change(connection, LET_GO, id, nodes.own());
                            return deleted * octets;
                        });
        freed(id, freed);
    }

    @Override
    public void release(String id) throws SourceException {
        int unused =
                store.runAtomically(
                        "let a message wait",
                        connection -> {
                            if (execute(connection, RELEASE, id) > 0) {
                                return execute(connection, NOBODY_OWED, id);
                            }
                            return execute(connection, LET_GO, id, nodes.own());
                        });
    }

    @Override
    public int recover() throws SourceException {
        nodes.beat();
        int waiting = 0;
        for (String node : nodes.dead()) {
            waiting += takeOver(node);
        }
        return waiting;
    }

    /** The oldest that are WAITING, whoever they are for; a bounded number. */
    List<DeferredMessage> waiting() throws SourceException {
        return store.run("find what waits", connection -> messages(connection, WAITING));
    }

    /** Puts one here that waits elsewhere, unless it is here: it waits from then on. */
    void adopt(DeferredMessage message, DeferredMessages from) throws SourceException {
        if (find(message.id()).isPresent()) {
            return;
        }
        takeSpace(0);
        Set<String> devices = new LinkedHashSet<>(message.devices().owed());
        devices.addAll(message.devices().served());
        Arrival arrival =
                new Arrival(
                        message.id(),
                        message.arrived(),
                        message.invite(),
                        message.content(),
                        devices);
        try {
            for (int number = 0; arrival.octets < message.octets(); number++) {
                arrival.append(ByteBuffer.wrap(from.piece(message, number)));
            }
        } catch (SourceException e) {
            arrival.abort();
            throw e;
        }
        String id = arrival.complete(message.devices().served(), message.recorded());
        int unused = store.run("let a message wait", c -> execute(c, WAIT, id));
    }

    /** Its lock keeps out whatever that node would still write, and whoever else takes over. */
    private int takeOver(String node) throws SourceException {
        int waiting =
                store.runAtomically(
                        "take over from node " + node,
                        connection -> {
                            if (strings(connection, LOCK_NODE, node).isEmpty()) {
                                return 0;
                            }
                            change(connection, DELETE_DELIVERED, node);
                            int held = execute(connection, TAKE_HELD, node);
                            change(connection, TAKE_CLAIMED, node);
                            contents.takeOver(connection, node);
                            change(connection, DELETE_NODE, node);
                            return held;
                        });
        count();
        return waiting;
    }

    @Override
    public Optional<DeferredMessage> next(Aor user, Optional<DeferredMessage> last)
            throws SourceException {
        long after = last.map(message -> message.arrived().toEpochMilli()).orElse(-1L);
        String id = last.map(DeferredMessage::id).orElse("");
        return store.run(
                "find the messages that wait for " + user,
                connection ->
                        messages(connection, NEXT, user.uri(), clock.millis(), after, after, id)
                                .stream()
                                .findFirst());
    }

    @Override
    public Optional<DeferredMessage> find(String id) throws SourceException {
        return store.run("find a message", c -> messages(c, FIND, id).stream().findFirst());
    }

    @Override
    public List<Aor> reachable(Optional<Aor> last) throws SourceException {
        long now = clock.millis();
        String after = last.map(Aor::uri).orElse("");
        return store
                .run("find who is reachable", c -> strings(c, REACHABLE, now, after, now))
                .stream()
                .map(Aor::of)
                .toList();
    }

    private static List<DeferredMessage> messages(
            Connection connection, String sql, Object... parameters) throws SQLException {
        List<DeferredMessage> messages = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                messages.add(message(connection, row));
            }
        }
        return messages;
    }

    private static DeferredMessage message(Connection connection, ResultSet row)
            throws SQLException {
        String id = row.getString(1);
        KeptInvite invite = KeptInvite.of(row.getString(5));
        return new DeferredMessage(
                id,
                invite.invite(),
                invite.content(),
                Instant.ofEpochMilli(row.getLong(2)),
                row.getLong(3),
                new DeferredMessage.Devices(
                        strings(connection, DEVICES, id, "SERVED"),
                        strings(connection, DEVICES, id, "OWED")),
                row.getBoolean(4));
    }

    @Override
    public byte[] piece(DeferredMessage message, int number) throws SourceException {
        String id = message.id();
        return (message.octets() > SMALL ? contents.piece(id, number) : small(id, number))
                .orElseThrow(
                        () ->
                                new SourceException(
                                        "piece %d of message %s is gone".formatted(number, id)));
    }

    private Optional<byte[]> small(String id, int number) throws SourceException {
        return number > 0
                ? Optional.empty()
                : store.run(
                        "read a message",
                        connection -> {
                            try (PreparedStatement statement = prepare(connection, CONTENT, id);
                                    ResultSet row = statement.executeQuery()) {
                                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
                            }
                        });
    }

    @Override
    public List<DeferredMessage> expired(Instant now) throws SourceException {
        count(); // a chance to see what other processes have done
        return store.run("find expired messages", c -> messages(c, EXPIRED, now.toEpochMilli()));
    }

    @Override
    public void giveUp(DeferredMessage message) throws SourceException {
        String id = message.id();
        long freed =
                store.runAtomically(
                        "give up a message",
                        connection -> {
                            long octets = number(connection, OCTETS, id);
                            return execute(connection, DELETE, id) * octets;
                        });
        freed(id, freed);
    }

    private void freed(String id, long octets) throws SourceException {
        kept.addAndGet(-octets);
        if (octets > SMALL) {
            contents.delete(id);
        }
    }

    @Override
    public Space space(Aor user) throws SourceException {
        if (arriving.get() + kept.get() >= limits.octets()) {
            tooMuch.increment();
            return Space.STORE_FULL;
        }
        if (waiting(user) >= limits.perUser()) {
            tooMany.increment();
            return Space.USER_FULL;
        }
        return Space.FREE;
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of(
                "limit-deferred-per-user", tooMany.sum(), "limit-deferred-disk", tooMuch.sum());
    }
}
