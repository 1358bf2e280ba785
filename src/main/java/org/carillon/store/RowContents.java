package org.carillon.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.carillon.call.SourceException;

/** One row a piece: for a database that other machines reach as well. Thread-safe. */
final class RowContents implements Contents {
    private static final int PIECE = 32 << 10;

    private static final String INSERT =
            "INSERT INTO deferred_piece (message, number, content) VALUES (?, ?, ?)";
    private static final String SELECT =
            "SELECT content FROM deferred_piece WHERE message = ? AND number = ?";
    private static final String BEGIN =
            "INSERT INTO deferred_content (message, node) VALUES (?, ?)";
    private static final String DELETE = "DELETE FROM deferred_content WHERE message = ?";
    private static final String DELETE_UNFINISHED =
            "DELETE FROM deferred_content WHERE node = ?"
                    + " AND NOT EXISTS (SELECT 1 FROM deferred_message WHERE id = message)";
    private static final String TAKE_OVER =
            "UPDATE deferred_content SET node = NULL WHERE node = ?";

    private final Store store;

    RowContents(Store store) {
        this.store = store;
    }

    @Override
    public int pieceSize() {
        return PIECE;
    }

    @Override
    public Writer begin(String id, String node) throws SourceException {
        int unused =
                store.run(
                        "begin the content of a message",
                        connection -> Statements.execute(connection, BEGIN, id, node));
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
                            connection ->
                                    Statements.execute(connection, INSERT, id, number, piece));
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
                    try (PreparedStatement statement =
                            Statements.prepare(connection, SELECT, id, number)) {
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
                        connection -> Statements.execute(connection, DELETE, id));
    }

    @Override
    public void takeOver(Connection connection, String node) throws SQLException {
        Statements.change(connection, DELETE_UNFINISHED, node);
        Statements.change(connection, TAKE_OVER, node);
    }
}
