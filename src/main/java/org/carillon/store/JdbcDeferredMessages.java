package org.carillon.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.carillon.call.Aor;
import org.carillon.call.DeferralLimits;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.LargeMessageInvite;
import org.carillon.call.SourceException;

/**
 * Deferred messages, one row each and one per piece of content.
 *
 * <pre>
 *  (none) --begin--> ARRIVING --complete--> KEPT --delivered, expired--> (none)
 *                       +--abort, swept--> (none)
 * </pre>
 */
public final class JdbcDeferredMessages implements DeferredMessages {
    /** A piece is written when so much is there: rows cost more than their octets below it. */
    private static final int PIECE = 32 << 10;

    private static final int AT_ONCE = 100;

    /** Longer than any call lives: what still arrives then has lost its server. */
    private static final Duration ARRIVAL = Duration.ofDays(1);

    private static final String WAITING =
            "SELECT COUNT(*) FROM deferred_message WHERE aor = ? AND expires_at > ?";
    private static final String USED = "SELECT COALESCE(SUM(octets), 0) FROM deferred_message";
    private static final String INSERT =
            "INSERT INTO deferred_message (id, aor, state, arrived_at, expires_at, octets, invite)"
                    + " VALUES (?, ?, 'ARRIVING', ?, ?, 0, ?)";
    private static final String INSERT_PIECE =
            "INSERT INTO deferred_piece (message, number, content) VALUES (?, ?, ?)";
    private static final String GROW =
            "UPDATE deferred_message SET octets = octets + ? WHERE id = ?";
    private static final String COMPLETE =
            "UPDATE deferred_message SET state = 'KEPT', expires_at = ? WHERE id = ?";
    private static final String NEXT =
            "SELECT id, arrived_at, octets, invite FROM deferred_message"
                    + " WHERE aor = ? AND state = 'KEPT' AND expires_at > ?"
                    + " AND (arrived_at > ? OR (arrived_at = ? AND id > ?))"
                    + " ORDER BY arrived_at, id LIMIT 1";
    private static final String PIECE_OF =
            "SELECT content FROM deferred_piece WHERE message = ? AND number = ?";
    private static final String DELETE_PIECES = "DELETE FROM deferred_piece WHERE message = ?";
    private static final String DELETE = "DELETE FROM deferred_message WHERE id = ?";
    private static final String EXPIRED =
            "SELECT id, aor, state, invite FROM deferred_message WHERE expires_at <= ? LIMIT "
                    + AT_ONCE;

    private final Store store;
    private final DeferralLimits limits;
    private final InstantSource clock;
    private final LongAdder tooMany = new LongAdder();
    private final LongAdder tooMuch = new LongAdder();

    public JdbcDeferredMessages(Store store, DeferralLimits limits, InstantSource clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Keeping begin(LargeMessageInvite invite, DeferredMessage.Content content)
            throws SourceException {
        String id = UUID.randomUUID().toString();
        long now = clock.millis();
        Optional<String> refusal =
                store.runAtomically(
                        "keep a message for " + invite.recipient(),
                        connection -> {
                            Optional<String> full = full(connection, invite.recipient(), now);
                            if (full.isEmpty()) {
                                insert(connection, id, now, invite, content);
                            }
                            return full;
                        });
        if (refusal.isPresent()) {
            throw new SourceException(refusal.get());
        }
        return new Arrival(id);
    }

    private Optional<String> full(Connection connection, Aor user, long now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
            statement.setString(1, user.uri());
            statement.setLong(2, now);
            if (number(statement) >= limits.perUser()) {
                return Optional.of(
                        refusal(
                                tooMany,
                                "%d messages wait for %s already (deferred-per-user)"
                                        .formatted(limits.perUser(), user)));
            }
        }
        return isFull(connection) ? Optional.of(noSpace()) : Optional.empty();
    }

    private boolean isFull(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(USED)) {
            return number(statement) >= limits.octets();
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private String noSpace() {
        return refusal(
                tooMuch,
                limits.octets() + " octets of deferred messages are kept already (deferred-disk)");
    }

    private static String refusal(LongAdder limit, String words) {
        limit.increment();
        return words;
    }

    private static void insert(
            Connection connection,
            String id,
            long now,
            LargeMessageInvite invite,
            DeferredMessage.Content content)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, id);
            statement.setString(2, invite.recipient().uri());
            statement.setLong(3, now);
            statement.setLong(4, now + ARRIVAL.toMillis());
            statement.setString(5, KeptInvite.text(invite, content));
            statement.executeUpdate();
        }
    }

    /** A message that is coming in; its octets wait until there is a piece of them. */
    private final class Arrival implements Keeping {
        private final String id;
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
        private int pieces;

        private Arrival(String id) {
            this.id = id;
        }

        @Override
        public void append(ByteBuffer octets) throws SourceException {
            while (octets.hasRemaining()) {
                byte[] some = new byte[Math.min(octets.remaining(), PIECE - waiting.size())];
                octets.get(some);
                waiting.writeBytes(some);
                if (waiting.size() == PIECE) {
                    write();
                }
            }
        }

        private void write() throws SourceException {
            byte[] content = waiting.toByteArray();
            waiting.reset();
            boolean full =
                    store.runAtomically(
                            "keep a piece of a message",
                            connection -> {
                                insert(connection, content);
                                return grow(connection, content.length);
                            });
            if (full) {
                throw new SourceException(noSpace());
            }
        }

        private void insert(Connection connection, byte[] content) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(INSERT_PIECE)) {
                statement.setString(1, id);
                statement.setInt(2, pieces++);
                statement.setBytes(3, content);
                statement.executeUpdate();
            }
        }

        private boolean grow(Connection connection, int octets) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(GROW)) {
                statement.setInt(1, octets);
                statement.setString(2, id);
                statement.executeUpdate();
            }
            return isFull(connection);
        }

        @Override
        public void complete() throws SourceException {
            if (waiting.size() > 0) {
                write();
            }
            boolean there =
                    store.runDurably(
                            "keep a message",
                            connection -> {
                                try (PreparedStatement statement =
                                        connection.prepareStatement(COMPLETE)) {
                                    long expires = clock.millis() + limits.expires().toMillis();
                                    statement.setLong(1, expires);
                                    statement.setString(2, id);
                                    return statement.executeUpdate() > 0;
                                }
                            });
            if (!there) {
                throw new SourceException("message " + id + " was swept away while it arrived");
            }
        }

        @Override
        public void abort() throws SourceException {
            delete(id);
        }
    }

    @Override
    public Optional<DeferredMessage> next(Aor user, Optional<DeferredMessage> last)
            throws SourceException {
        long after = last.map(message -> message.arrived().toEpochMilli()).orElse(-1L);
        String id = last.map(DeferredMessage::id).orElse("");
        return store.run(
                "find the messages that wait for " + user,
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
                        statement.setString(1, user.uri());
                        statement.setLong(2, clock.millis());
                        statement.setLong(3, after);
                        statement.setLong(4, after);
                        statement.setString(5, id);
                        return message(statement);
                    }
                });
    }

    private static Optional<DeferredMessage> message(PreparedStatement statement)
            throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            KeptInvite.of(row.getString(4))
                                    .message(
                                            row.getString(1),
                                            Instant.ofEpochMilli(row.getLong(2)),
                                            row.getLong(3)))
                    : Optional.empty();
        }
    }

    @Override
    public byte[] piece(DeferredMessage message, int number) throws SourceException {
        return store.run(
                        "read a deferred message",
                        connection -> {
                            try (PreparedStatement statement =
                                    connection.prepareStatement(PIECE_OF)) {
                                statement.setString(1, message.id());
                                statement.setInt(2, number);
                                return content(statement);
                            }
                        })
                .orElseThrow(
                        () ->
                                new SourceException(
                                        "piece %d of message %s is gone"
                                                .formatted(number, message.id())));
    }

    private static Optional<byte[]> content(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
    }

    @Override
    public void remove(DeferredMessage message) throws SourceException {
        delete(message.id());
    }

    private void delete(String id) throws SourceException {
        int unused =
                store.runAtomically(
                        "forget a deferred message",
                        connection -> {
                            execute(connection, DELETE_PIECES, id);
                            return execute(connection, DELETE, id);
                        });
    }

    private static int execute(Connection connection, String sql, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            return statement.executeUpdate();
        }
    }

    @Override
    public List<Expired> expire(Instant now) throws SourceException {
        List<Row> rows =
                store.run(
                        "find expired messages",
                        connection -> {
                            try (PreparedStatement statement =
                                    connection.prepareStatement(EXPIRED)) {
                                statement.setLong(1, now.toEpochMilli());
                                return rows(statement);
                            }
                        });
        List<Expired> expired = new ArrayList<>();
        for (Row row : rows) {
            delete(row.message().id());
            if (row.state().equals("KEPT")) {
                expired.add(row.message());
            }
        }
        return expired;
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of(
                "limit-deferred-per-user", tooMany.sum(), "limit-deferred-disk", tooMuch.sum());
    }

    private record Row(String state, Expired message) {}

    private static List<Row> rows(PreparedStatement statement) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Aor user = new Aor(row.getString(2));
                KeptInvite invite = KeptInvite.of(row.getString(4));
                rows.add(
                        new Row(
                                row.getString(3),
                                new Expired(row.getString(1), user, invite.callId())));
            }
        }
        return rows;
    }
}
