package org.carillon.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.carillon.call.SourceException;

/** One row a piece: for a database that other machines reach as well. Thread-safe. */
final class RowContents implements Contents {
    private static final int PIECE = 32 << 10;

    private static final String INSERT =
            "INSERT INTO deferred_piece (message, number, content) VALUES (?, ?, ?)";
    private static final String SELECT =
            "SELECT content FROM deferred_piece WHERE message = ? AND number = ?";
    private static final String DELETE = "DELETE FROM deferred_piece WHERE message = ?";
    private static final String IDS = "SELECT DISTINCT message FROM deferred_piece";

    private final Store store;

    RowContents(Store store) {
        this.store = store;
    }

    @Override
    public int pieceSize() {
        return PIECE;
    }

    @Override
    public Writer begin(String id) {
        return new RowWriter(id);
    }

    private final class RowWriter implements Writer {
        private final String id;
        private int pieces;

        private RowWriter(String id) {
            this.id = id;
        }

        @Override
        public void append(byte[] piece) throws SourceException {
            int number = pieces++; // the transaction may be tried more than once
            int unused =
                    store.run(
                            "keep a piece of a message",
                            connection -> {
                                try (PreparedStatement statement =
                                        connection.prepareStatement(INSERT)) {
                                    statement.setString(1, id);
                                    statement.setInt(2, number);
                                    statement.setBytes(3, piece);
                                    return statement.executeUpdate();
                                }
                            });
        }

        /** The row of the message is committed after these, and with it they are. */
        @Override
        public void complete() {}

        @Override
        public void abort() throws SourceException {
            delete(id);
        }
    }

    @Override
    public Optional<byte[]> piece(String id, int number) throws SourceException {
        return store.run(
                "read a message",
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
                        statement.setString(1, id);
                        statement.setInt(2, number);
                        return content(statement);
                    }
                });
    }

    private static Optional<byte[]> content(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
    }

    @Override
    public void delete(String id) throws SourceException {
        int unused =
                store.run(
                        "drop the content of a message",
                        connection -> {
                            try (PreparedStatement statement =
                                    connection.prepareStatement(DELETE)) {
                                statement.setString(1, id);
                                return statement.executeUpdate();
                            }
                        });
    }

    @Override
    public void sweep(Set<String> wanted) throws SourceException {
        Set<String> there = store.run("look for unfinished messages", RowContents::ids);
        there.removeAll(wanted);
        for (String id : there) {
            delete(id);
        }
    }

    private static Set<String> ids(Connection connection) throws SQLException {
        Set<String> ids = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(IDS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }
}
