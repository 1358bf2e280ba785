package org.carillon.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code device}: one device of one user, for as long as a person wants. */
@Command(
        name = "device",
        description = {
            "Plays one device of a user: registers, answers, saves what it is sent.",
            "Ctrl-C unregisters it. It can play the slow, the late and the refusing device too."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by Ctrl-C, or after --count calls without a broken message",
            "1:not registered, or a message broke off",
            "2:wrong usage"
        })
public final class DeviceCommand implements Callable<Integer> {
    private static final int FINE = 0;
    private static final int FAILED = 1;

    @Spec private CommandSpec spec;

    @Mixin private ServerOption server;

    @Option(
            names = "--user",
            paramLabel = "USER",
            defaultValue = "bob",
            converter = ServerOption.User.class,
            description = "Whose device it is (default: ${DEFAULT-VALUE}).")
    private SipAddress user;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "",
            description =
                    "Tells the user's devices apart; the same name is the same device. "
                            + "Without one, every run is a new device.")
    private String name;

    @Option(
            names = "--save",
            paramLabel = "DIR",
            defaultValue = "received",
            description = "Where messages are saved (default: ./${DEFAULT-VALUE}).")
    private Path save;

    @Option(
            names = "--delay",
            paramLabel = "S",
            defaultValue = "0",
            description = "Answer so many seconds late.")
    private double delay;

    @Option(
            names = "--rate",
            paramLabel = "KB/S",
            defaultValue = "0",
            description = "Read no faster than so many kilobytes a second.")
    private double rate;

    @Option(
            names = "--reject",
            paramLabel = "CODE",
            defaultValue = "0",
            description = "Refuse every call with this SIP status, 400 to 699.")
    private int reject;

    @Option(
            names = "--passive",
            description = "Let the server open the MSRP connection instead of opening it.")
    private boolean passive;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "0",
            description = "Stop after so many calls (default: never).")
    private int count;

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        DeviceOptions options = options();
        DeviceScreen events = new DeviceScreen(options, screen, count);
        try {
            return run(Device.open(options, events), events);
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return FAILED;
        }
    }

    /** The hook ends the device on Ctrl-C; ended twice it would unregister twice. */
    private int run(Device device, DeviceScreen events) throws InterruptedException {
        AtomicBoolean closed = new AtomicBoolean();
        Runnable close = () -> closeOnce(device, closed);
        Thread onCtrlC = new Thread(close, "carillon-device-farewell");
        Runtime.getRuntime().addShutdownHook(onCtrlC);
        try {
            if (!registered(device)) {
                spec.commandLine().getErr().println(ServerOption.HINT);
                return FAILED;
            }
            return events.await() ? FINE : FAILED;
        } finally {
            close.run();
            forget(onCtrlC);
        }
    }

    private static boolean registered(Device device) throws InterruptedException {
        try {
            return device.register().get().success();
        } catch (ExecutionException e) {
            throw new IllegalStateException("outcomes are values", e);
        }
    }

    private static void closeOnce(Device device, AtomicBoolean closed) {
        if (closed.compareAndSet(false, true)) {
            device.close();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook has run or runs now, which is what it is for.
        }
    }

    private DeviceOptions options() {
        String unique = name.isEmpty() ? "device-" + ProcessHandle.current().pid() : name;
        return new DeviceOptions(
                new DeviceIdentity(user, unique),
                server.agent(),
                save,
                DeviceOptions.EXPIRES,
                manners());
    }

    private DeviceManners manners() {
        try {
            Pace pace =
                    rate == 0 ? Pace.unlimited() : Pace.bytesPerSecond((long) (rate * Bytes.KILO));
            return new DeviceManners(
                    Duration.ofMillis((long) (delay * 1000)), pace, reject, passive);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
