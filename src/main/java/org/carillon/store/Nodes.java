package org.carillon.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.carillon.call.SourceException;

/**
 * The processes that share a database. Each has a row and counts its beats up there; who sees
 * another one's count stand still for a while takes it for dead. Nobody's clock is compared with
 * anybody else's. Thread-safe; blocks.
 *
 * <pre>
 *  (none) --first look--> ALIVE --the count moves--> ALIVE
 *                           +--it stands still for takeover-after--> DEAD
 * </pre>
 *
 * A process that was taken for dead and is not finds its row gone, and goes on under a new name:
 * what it had begun under the old one is no longer its own.
 */
final class Nodes {
    private static final Logger LOG = System.getLogger(Nodes.class.getName());

    private static final String JOIN = "INSERT INTO node (id, beats) VALUES (?, 0)";
    private static final String BEAT = "UPDATE node SET beats = beats + 1 WHERE id = ?";
    private static final String ALL = "SELECT id, beats FROM node";

    private final Store store;
    private final InstantSource clock;
    private final Duration patience;

    private volatile String own;

    /** What was seen of the others. */
    private final Map<String, Seen> others = new HashMap<>();

    private record Seen(long beats, Instant since) {}

    /**
     * @param patience how long another one's count may stand still: the setting {@code
     *     takeover-after}
     */
    Nodes(Store store, InstantSource clock, Duration patience) throws SourceException {
        this.store = store;
        this.clock = clock;
        this.patience = patience;
        this.own = join();
    }

    private String join() throws SourceException {
        String id = UUID.randomUUID().toString();
        int unused = store.run("join", connection -> Statements.execute(connection, JOIN, id));
        return id;
    }

    /** The name of this process; may change with {@link #beat}. */
    String own() {
        return own;
    }

    /** Says that this process lives. */
    synchronized void beat() throws SourceException {
        if (store.isEmbedded()) {
            return; // nobody else looks
        }
        String name = own;
        if (store.run("beat", connection -> Statements.execute(connection, BEAT, name)) == 0) {
            LOG.log(Level.WARNING, "event=taken-for-dead node=" + name);
            own = join();
        }
    }

    /** Those of the others that have died. */
    synchronized List<String> dead() throws SourceException {
        Map<String, Long> beats = store.run("look at the other nodes", Nodes::beats);
        beats.remove(own);
        if (store.isEmbedded()) { // which no two processes open
            return List.copyOf(beats.keySet());
        }
        others.keySet().retainAll(beats.keySet());
        Instant now = clock.instant();
        List<String> dead = new ArrayList<>();
        beats.forEach(
                (id, count) -> {
                    Seen seen = others.get(id);
                    if (seen == null || seen.beats() != count) {
                        others.put(id, new Seen(count, now));
                    } else if (!now.isBefore(seen.since().plus(patience))) {
                        dead.add(id);
                    }
                });
        return dead;
    }

    private static Map<String, Long> beats(Connection connection) throws SQLException {
        Map<String, Long> beats = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                beats.put(row.getString(1), row.getLong(2));
            }
        }
        return beats;
    }
}
