package org.carillon.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.carillon.call.History;
import org.carillon.call.HistoryEntry;
import org.carillon.log.LogText;
import org.carillon.relay.KeptHead;
import org.carillon.relay.Recorder;

/** Lets the relay record into a history store. One disk thread at a time, as the relay promises. */
final class HistoryRecorder implements Recorder {
    private final History history;
    private final HistoryEntry entry;
    private final Runnable onRecorded;
    private Optional<History.Recording> recording = Optional.empty();

    /**
     * @param onRecorded runs when history has the whole message
     */
    HistoryRecorder(History history, HistoryEntry entry, Runnable onRecorded) {
        this.history = history;
        this.entry = entry;
        this.onRecorded = onRecorded;
    }

    @Override
    public void begin(KeptHead head) throws IOException {
        try {
            recording = Optional.of(history.begin(entry));
        } catch (IOException e) {
            throw withCall(e);
        }
    }

    @Override
    public void append(ByteBuffer content) throws IOException {
        try {
            recording.orElseThrow().append(content);
        } catch (IOException e) {
            throw withCall(e);
        }
    }

    @Override
    public void complete() throws IOException {
        try {
            recording.orElseThrow().complete();
        } catch (IOException e) {
            throw withCall(e);
        }
        onRecorded.run();
    }

    /** The relay logs the failure and knows no calls. */
    private IOException withCall(IOException e) {
        return new IOException(
                "call-id=" + LogText.of(entry.call().value()) + " " + e.getMessage(), e);
    }

    @Override
    public void abort() {
        recording.ifPresent(History.Recording::abort);
    }
}
