package org.carillon.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.carillon.call.SourceException;

/** Where the content of a message lies that is too large for one row. Blocks. */
interface Contents {
    /** Octets of a piece; the last one of a message may have fewer. */
    int pieceSize();

    /** Begins the content of a message that arrives at this node. */
    Writer begin(String id, String node) throws SourceException;

    /** One message's content on its way in; used by one thread at a time. */
    interface Writer {
        /** The next piece of it. */
        void append(byte[] piece) throws SourceException;

        /** When this returns it is on the disk. */
        void complete() throws SourceException;

        /** Leaves nothing behind. */
        void abort() throws SourceException;
    }

    /**
     * @param number counts from 0
     * @return empty if it is gone
     */
    Optional<byte[]> piece(String id, int number) throws SourceException;

    void delete(String id) throws SourceException;

    /**
     * This node has died, and its messages are others' or nobody's: deletes what it had begun and
     * no message has.
     */
    void takeOver(Connection connection, String node) throws SQLException;
}
