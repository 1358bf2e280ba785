package org.carillon.call;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Port: conversation history (S-19). May block; used on the recording pool only. */
public interface History {
    /**
     * Starts one object. Nothing is visible to a reader of the store before {@link
     * Recording#complete}.
     */
    Recording begin(HistoryEntry entry) throws IOException;

    /** One message on its way into the store; used by one thread at a time, in order. */
    interface Recording {
        /** Takes the next bytes of the message exactly as they came over MSRP. */
        void append(ByteBuffer bytes) throws IOException;

        /** The message is whole: the store will have it once, now or when it can. */
        void complete() throws IOException;

        /** The message will never be whole: leaves nothing behind. Safe at any time, once. */
        void abort();
    }
}
