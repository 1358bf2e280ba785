package org.carillon.tool;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What one device of the demonstration got, and when. Told on the device's threads, read when
 * {@link #await} returned.
 */
final class DeliveryRecord implements Consumer<DeviceEvent> {
    private final String device;
    private final Screen screen;
    private final LongSupplier nanoTime;
    private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();
    private volatile Optional<Progress> progress = Optional.empty();
    private volatile Optional<Duration> firstByte = Optional.empty();
    private volatile Optional<Duration> lastByte = Optional.empty();
    private volatile Optional<SavedFile> file = Optional.empty();
    private volatile long start;
    private volatile String trouble = "";

    DeliveryRecord(String device, Screen screen, LongSupplier nanoTime) {
        this.device = device;
        this.screen = screen;
        this.nanoTime = nanoTime;
    }

    /** Time counts from here. */
    void start() {
        start = nanoTime.getAsLong();
    }

    @Override
    public void accept(DeviceEvent event) {
        if (event instanceof DeviceEvent.Started started) {
            firstByte = Optional.of(sinceStart());
            progress = Optional.of(screen.progress(label(), started.bytes()));
        } else if (event instanceof DeviceEvent.Progress now) {
            progress.ifPresent(bar -> bar.at(now.bytes()));
        } else if (event instanceof DeviceEvent.Saved saved) {
            lastByte = Optional.of(sinceStart());
            file = Optional.of(saved.file());
            progress.ifPresent(Progress::close);
        } else if (event instanceof DeviceEvent.Aborted aborted) {
            trouble = aborted.why();
            progress.ifPresent(Progress::close);
        } else if (event instanceof DeviceEvent.Ended end) {
            ended.complete(end.end());
        }
    }

    /** Waits for the end of the call; returns when it came or the deadline did. */
    void await(Duration patience) throws InterruptedException {
        try {
            ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            trouble = trouble.isEmpty() ? "no BYE" : trouble;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call's end is a value", e);
        }
    }

    String device() {
        return device;
    }

    Optional<Duration> firstByte() {
        return firstByte;
    }

    Optional<Duration> lastByte() {
        return lastByte;
    }

    Optional<SavedFile> file() {
        return file;
    }

    /** Whether the server ended the call, as it must once the device has everything. */
    boolean byeReceived() {
        return ended.getNow(CallEnd.WE_HUNG_UP) == CallEnd.PEER_HUNG_UP;
    }

    /** What went wrong, in a clause; empty if nothing did. */
    String trouble() {
        return trouble;
    }

    private String label() {
        return "%-8s".formatted(device);
    }

    private Duration sinceStart() {
        return Duration.ofNanos(nanoTime.getAsLong() - start);
    }
}
