package org.carillon.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.carillon.call.Aor;
import org.carillon.call.PreferenceStore;
import org.carillon.call.Preferences;
import org.carillon.call.SourceException;

/**
 * What users chose, one row each. Read once per message by primary key, so nothing is cached and a
 * change holds at once, on every node that shares the database.
 */
public final class JdbcPreferences implements PreferenceStore {
    private static final String SELECT = "SELECT choices FROM preference WHERE aor = ?";
    private static final String UPDATE = "UPDATE preference SET choices = ? WHERE aor = ?";
    private static final String INSERT = "INSERT INTO preference (choices, aor) VALUES (?, ?)";

    /** SQLSTATE of a unique key violated, the same in every database. */
    private static final String DUPLICATE = "23505";

    private final Store store;
    private final Preferences defaults;

    /**
     * @param defaults in force for a user who made no choice
     */
    public JdbcPreferences(Store store, Preferences defaults) {
        this.store = store;
        this.defaults = defaults;
    }

    @Override
    public Preferences preferencesOf(Aor user) throws SourceException {
        return store.run("read the preferences of " + user, c -> select(c, user));
    }

    private Preferences select(Connection connection, Aor user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setString(1, user.uri());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Json.preferences(row.getString(1), defaults) : defaults;
            }
        }
    }

    @Override
    public void save(Aor user, Preferences preferences) throws SourceException {
        store.run("write the preferences of " + user, c -> upsert(c, user, preferences));
    }

    // The two databases spell "insert or update" differently; these three steps they share.
    private static boolean upsert(Connection connection, Aor user, Preferences preferences)
            throws SQLException {
        String choices = Json.text(preferences);
        return write(connection, UPDATE, choices, user)
                || insertIfAbsent(connection, choices, user)
                || write(connection, UPDATE, choices, user);
    }

    private static boolean insertIfAbsent(Connection connection, String choices, Aor user)
            throws SQLException {
        try {
            return write(connection, INSERT, choices, user);
        } catch (SQLException e) {
            if (DUPLICATE.equals(e.getSQLState())) {
                return false; // another writer was first
            }
            throw e;
        }
    }

    private static boolean write(Connection connection, String sql, String choices, Aor user)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, choices);
            statement.setString(2, user.uri());
            return statement.executeUpdate() > 0;
        }
    }
}
