package org.carillon.tool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.cpim.CpimHead;
import org.carillon.cpim.CpimHeadReader;
import org.carillon.cpim.CpimReading;

/**
 * Takes a CPIM message apart as it arrives: its head is read, the rest goes to disk at once. Owner:
 * the call's thread.
 */
final class SavingSink implements MessageSink, AutoCloseable {
    private static final String NAMELESS = "message";

    private final int call;
    private final Path directory;
    private final Consumer<DeviceEvent> listener;
    private final CpimHeadReader head = new CpimHeadReader();
    private Optional<IncomingFile> file = Optional.empty();
    private String name = NAMELESS;
    private long total;

    SavingSink(int call, Path directory, Consumer<DeviceEvent> listener) {
        this.call = call;
        this.directory = directory;
        this.listener = listener;
    }

    @Override
    public void begin(long announced) {
        total = announced;
    }

    @Override
    public void append(ByteBuffer octets) throws IOException {
        if (file.isEmpty()) {
            read(head.feed(octets));
        }
        if (file.isPresent() && octets.hasRemaining()) {
            file.get().append(octets);
            listener.accept(new DeviceEvent.Progress(call, file.get().bytes()));
        }
    }

    @Override
    public void complete() throws IOException {
        if (file.isEmpty()) {
            read(head.end());
        }
        listener.accept(new DeviceEvent.Saved(call, file.orElseThrow().keepAs(name)));
    }

    /** Removes the file unless it was kept. */
    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    private void read(CpimReading reading) throws IOException {
        if (reading instanceof CpimReading.Complete complete) {
            start(complete);
        } else if (reading instanceof CpimReading.Broken broken) {
            throw new IOException("it is no CPIM message: " + broken.reason());
        }
    }

    private void start(CpimReading.Complete reading) throws IOException {
        name = SafeFileName.of(claimedName(reading.head()), NAMELESS);
        file = Optional.of(IncomingFile.in(directory));
        listener.accept(
                new DeviceEvent.Started(call, name, total < 0 ? -1 : total - reading.length()));
    }

    private static String claimedName(CpimHead head) {
        return head.mimeHeader("Content-Disposition").flatMap(Disposition::fileName).orElse("");
    }
}
