package org.carillon.relay;

/**
 * Everything that peers can make grow in the relay, beside the codec's own limits.
 *
 * @param rooms Rooms open at once; default 10000
 * @param connections connections at once; default 20000
 * @param connectionsPerAddress connections accepted from one address at once; default 2000:
 *     networks put many users behind one
 * @param strangers connections at once that have not named a leg yet; default 1000
 * @param relayMemory octets of message content in memory, all Rooms together; default 128 MiB
 * @param roomMemory octets of message content in memory for one Room; default 4 MiB
 * @param spoolDisk octets of message content in files, all Rooms together; default 8 GiB
 * @param earlyPieces pieces of one message that may wait for the octets before them; default 256
 * @param pieceBytes pieces smaller than this are copied together, so that what a piece costs beside
 *     its octets is bounded, and small against copying it; default 4096
 * @param chunkBytes body of one chunk to a device, after which it is interrupted; default 256 KiB
 * @param pendingResponses chunks to one device whose response is awaited; default 1024
 * @param pendingReports ranges of success one Room keeps apart; default 256
 * @param deviceMessageBytes octets of one message from a device to the sender; default 64 KiB
 * @param deviceMessages different notifications that one Room passes to the sender; default 64
 */
public record RelayLimits(
        int rooms,
        int connections,
        int connectionsPerAddress,
        int strangers,
        long relayMemory,
        long roomMemory,
        long spoolDisk,
        int earlyPieces,
        int pieceBytes,
        int chunkBytes,
        int pendingResponses,
        int pendingReports,
        int deviceMessageBytes,
        int deviceMessages) {

    /** Refuses limits that nothing could keep. */
    public RelayLimits {
        atLeast(1, rooms, "rooms");
        atLeast(1, connections, "connections");
        atLeast(1, connectionsPerAddress, "connections-per-address");
        atLeast(1, strangers, "strangers");
        atLeast(65536, roomMemory, "room-memory");
        atLeast(roomMemory, relayMemory, "relay-memory");
        atLeast(0, spoolDisk, "spool-disk");
        atLeast(0, earlyPieces, "early-pieces");
        atLeast(0, pieceBytes, "piece-bytes");
        atLeast(2048, chunkBytes, "chunk-bytes");
        atLeast(1, pendingResponses, "pending-responses");
        atLeast(1, pendingReports, "pending-reports");
        atLeast(1024, deviceMessageBytes, "device-message-bytes");
        atLeast(1, deviceMessages, "device-messages");
    }

    /** The defaults listed above. */
    public static RelayLimits defaults() {
        return new RelayLimits(
                10_000,
                20_000,
                2_000,
                1_000,
                128L << 20,
                4L << 20,
                8L << 30,
                256,
                4096,
                256 << 10,
                1024,
                256,
                64 << 10,
                64);
    }

    private static void atLeast(long least, long value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + "=" + value + ", expected at least " + least);
        }
    }
}
