package org.carillon.bench.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.carillon.tool.Device;
import org.carillon.tool.DeviceEvent;
import org.carillon.tool.DeviceIdentity;
import org.carillon.tool.DeviceManners;
import org.carillon.tool.DeviceOptions;
import org.carillon.tool.SavedFile;
import org.carillon.tool.SipAddress;
import org.carillon.tool.SipOutcome;
import org.carillon.tool.UserAgentOptions;

/** One user, whose devices outlive the server. */
final class Recipient implements AutoCloseable {
    private static final Duration EXPIRES = Duration.ofHours(1);

    private final SipAddress user;
    private final Ledger ledger;
    private final List<Device> devices = new ArrayList<>();

    Recipient(String name, int devices, UserAgentOptions agent, Path directory) throws IOException {
        this.user = SipAddress.parse(name);
        List<String> names =
                IntStream.rangeClosed(1, devices).mapToObj(number -> "device-" + number).toList();
        this.ledger = new Ledger(names);
        for (String device : names) {
            Path save = Files.createDirectories(directory.resolve(name).resolve(device));
            this.devices.add(
                    Device.open(
                            new DeviceOptions(
                                    new DeviceIdentity(user, device),
                                    agent,
                                    save,
                                    EXPIRES,
                                    DeviceManners.PROMPT),
                            event -> on(device, event)));
        }
    }

    private void on(String device, DeviceEvent event) {
        if (event instanceof DeviceEvent.Saved saved) {
            ledger.saved(device, saved.file().sha256());
            delete(saved.file());
        }
    }

    private static void delete(SavedFile file) {
        try {
            Files.delete(file.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SipAddress user() {
        return user;
    }

    Ledger ledger() {
        return ledger;
    }

    /**
     * Every device at once.
     *
     * @throws IOException if the server does not take one of them
     */
    void register() throws IOException, InterruptedException {
        List<CompletableFuture<SipOutcome>> outcomes =
                devices.stream().map(Device::register).toList();
        for (CompletableFuture<SipOutcome> each : outcomes) {
            try {
                SipOutcome outcome = each.get();
                if (!outcome.success()) {
                    throw new IOException("a device cannot register: " + outcome.describe());
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("outcomes are values", e);
            }
        }
    }

    @Override
    public void close() {
        devices.parallelStream().forEach(Device::close);
    }
}
