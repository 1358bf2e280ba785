package org.carillon.interop;

import java.io.IOException;
import org.carillon.interop.Household.Dialogs;

/** A delivery to both devices: who said what is up to the test. */
record Delivery(String id, Dialogs dialogs, MsrpEnd sender, MsrpEnd phone, MsrpEnd tablet)
        implements AutoCloseable {
    static final String MESSAGE =
            """
            From: <sip:alice@localhost>
            To: <sip:bob@localhost>
            DateTime: 2026-02-17T06:54:27Z

            Content-Type: text/plain

            """
                            .replace("\n", "\r\n")
                    + "All of it, to both of them. ".repeat(40);

    /** Of several chunks. */
    static final String LONG = MESSAGE + "And some more for those with patience.\r\n".repeat(200);

    /** More than the store puts beside its headers. */
    static final String LARGE = MESSAGE + "And far more for those with space.\r\n".repeat(2000);

    /** The long one; the next chunk only when both devices have the one before. */
    void sendSlowly(int octetsOfChunk) throws IOException {
        int from = 0;
        for (; from + octetsOfChunk < LONG.length(); from += octetsOfChunk) {
            sender.sendPart(id, LONG, from, from + octetsOfChunk);
            begun(phone);
            begun(tablet);
        }
        sender.sendPart(id, LONG, from, LONG.length());
        complete(phone);
        complete(tablet);
    }

    void send() throws IOException {
        sender.send(id, MESSAGE);
    }

    /** It is acknowledged when both devices have it, and not before. */
    void sendWithoutStore() throws IOException {
        sender.sendOnly(id, MESSAGE);
        complete(phone);
        complete(tablet);
        sender.expectOk();
    }

    /** Sends the first half, and then the connection breaks. */
    void sendHalf() throws IOException {
        sender.sendFirst(id, MESSAGE, 2 * MESSAGE.length());
        sender.close();
    }

    /** The same, and the connection stays. */
    void sendFirstHalf() throws IOException {
        sender.sendFirst(id, MESSAGE, 2 * MESSAGE.length());
    }

    /** The first chunk arrives. */
    static void begun(MsrpEnd device) throws IOException {
        expect('+', device.receiveChunk());
    }

    /** The whole message arrives. */
    static void complete(MsrpEnd device) throws IOException {
        expect('$', device.receive());
    }

    /** The message breaks off. */
    static void broken(MsrpEnd device) throws IOException {
        expect('#', device.receive());
    }

    private static void expect(char wanted, char got) {
        if (wanted != got) {
            throw new AssertionError("expected a chunk that ends with " + wanted + ", got " + got);
        }
    }

    @Override
    public void close() throws IOException {
        sender.close();
        phone.close();
        tablet.close();
    }
}
