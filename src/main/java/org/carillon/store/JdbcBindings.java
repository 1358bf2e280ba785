package org.carillon.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.call.Aor;
import org.carillon.call.Binding;
import org.carillon.call.BindingStore;
import org.carillon.call.Device;
import org.carillon.call.RegisterOutcome;
import org.carillon.call.SourceException;

/** The registrar's location service as rows; moments are kept to the millisecond. */
public final class JdbcBindings implements BindingStore {
    private static final String SELECT =
            """
            SELECT contact, instance, gruu, reg_id, path, features, q, call_id, cseq, expires_at
            FROM binding WHERE aor = ? AND expires_at > ? ORDER BY q DESC, place\
            """;
    private static final String DELETE = "DELETE FROM binding WHERE aor = ?";
    private static final String INSERT =
            """
            INSERT INTO binding (aor, place, contact, instance, gruu, reg_id, path, features, q,
                                 call_id, cseq, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """;
    private static final String PURGE = "DELETE FROM binding WHERE expires_at <= ?";

    private final Store store;

    public JdbcBindings(Store store) {
        this.store = store;
    }

    @Override
    public List<Binding> bindingsOf(Aor user, Instant now) throws SourceException {
        return store.run("read the bindings of " + user, c -> select(c, user, now));
    }

    private static List<Binding> select(Connection connection, Aor user, Instant now)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setString(1, user.uri());
            statement.setLong(2, now.toEpochMilli());
            try (ResultSet rows = statement.executeQuery()) {
                List<Binding> bindings = new ArrayList<>();
                while (rows.next()) {
                    bindings.add(bindingIn(rows, user));
                }
                return bindings;
            }
        }
    }

    private static Binding bindingIn(ResultSet row, Aor user) throws SQLException {
        int regId = row.getInt("reg_id");
        Optional<Integer> flow = row.wasNull() ? Optional.empty() : Optional.of(regId);
        return new Binding(
                user,
                deviceIn(row),
                row.getString("call_id"),
                row.getLong("cseq"),
                flow,
                Instant.ofEpochMilli(row.getLong("expires_at")));
    }

    private static Device deviceIn(ResultSet row) throws SQLException {
        return new Device(
                Optional.ofNullable(row.getString("instance")),
                Optional.ofNullable(row.getString("gruu")),
                row.getString("contact"),
                Json.list(row.getString("path")),
                Json.list(row.getString("features")),
                row.getInt("q"));
    }

    @Override
    public RegisterOutcome change(
            Aor user, Instant now, Function<List<Binding>, RegisterOutcome> change)
            throws SourceException {
        return store.runAlone(
                "write the bindings of " + user,
                connection -> {
                    RegisterOutcome outcome = change.apply(select(connection, user, now));
                    if (outcome instanceof RegisterOutcome.Registered registered) {
                        delete(connection, user);
                        int unused = insert(connection, user, registered.bindings());
                    }
                    return outcome;
                });
    }

    private static void delete(Connection connection, Aor user) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            statement.setString(1, user.uri());
            statement.executeUpdate();
        }
    }

    private static int insert(Connection connection, Aor user, List<Binding> bindings)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int place = 0; place < bindings.size(); place++) {
                set(statement, user, place, bindings.get(place));
                statement.addBatch();
            }
            return statement.executeBatch().length;
        }
    }

    private static void set(PreparedStatement row, Aor user, int place, Binding binding)
            throws SQLException {
        Device device = binding.device();
        row.setString(1, user.uri());
        row.setInt(2, place);
        row.setString(3, device.contact());
        row.setString(4, device.instance().orElse(null));
        row.setString(5, device.gruu().orElse(null));
        row.setObject(6, binding.regId().orElse(null), Types.INTEGER);
        row.setString(7, Json.text(device.path()));
        row.setString(8, Json.text(device.features()));
        row.setInt(9, device.q());
        row.setString(10, binding.callId());
        row.setLong(11, binding.cseq());
        row.setLong(12, binding.expires().toEpochMilli());
    }

    @Override
    public int purge(Instant now) throws SourceException {
        return store.run(
                "forget expired bindings",
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(PURGE)) {
                        statement.setLong(1, now.toEpochMilli());
                        return statement.executeUpdate();
                    }
                });
    }
}
