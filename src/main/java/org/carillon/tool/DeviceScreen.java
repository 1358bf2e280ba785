package org.carillon.tool;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.carillon.cpim.Imdn;

/** Shows a person what happens to a device, and counts the calls. Told on several threads. */
final class DeviceScreen implements Consumer<DeviceEvent> {
    private final DeviceOptions options;
    private final Screen screen;
    private final CountDownLatch calls;
    private final Map<Integer, Progress> progress = new ConcurrentHashMap<>();
    private volatile boolean registered;
    private volatile boolean broken;

    /**
     * @param count calls to wait for, 0 for ever
     */
    DeviceScreen(DeviceOptions options, Screen screen, int count) {
        this.options = options;
        this.screen = screen;
        this.calls = new CountDownLatch(count == 0 ? Integer.MAX_VALUE : count);
    }

    /**
     * Waits for the calls.
     *
     * @return whether no message broke off
     */
    boolean await() throws InterruptedException {
        calls.await();
        return !broken;
    }

    @Override
    public void accept(DeviceEvent event) {
        onRegistration(event);
        onCall(event);
        onMessage(event);
        onNotification(event);
    }

    private void onRegistration(DeviceEvent event) {
        if (event instanceof DeviceEvent.Registered && !registered) {
            registered = true;
            screen.line(
                    "registered %s as '%s'; waiting for messages, saving them in %s"
                            .formatted(
                                    options.identity().user(),
                                    Printable.of(options.identity().name()),
                                    options.save()));
        } else if (event instanceof DeviceEvent.NotRegistered lost) {
            registered = false;
            screen.line("not registered: " + lost.why());
        } else if (event instanceof DeviceEvent.Unregistered) {
            screen.line("unregistered");
        }
    }

    private void onCall(DeviceEvent event) {
        if (event instanceof DeviceEvent.Invited invited) {
            String subject = invited.subject().isEmpty() ? "" : " '" + invited.subject() + "'";
            screen.line(label(invited.call()) + "from " + invited.caller() + subject);
        } else if (event instanceof DeviceEvent.Refused refused) {
            screen.line(label(refused.call()) + "refused with " + refused.status());
        } else if (event instanceof DeviceEvent.Ended ended) {
            screen.line(label(ended.call()) + describe(ended.end()));
            calls.countDown();
        }
    }

    private void onMessage(DeviceEvent event) {
        if (event instanceof DeviceEvent.Started started) {
            progress.put(started.call(), screen.progress(started.name(), started.bytes()));
        } else if (event instanceof DeviceEvent.Progress now) {
            Optional.ofNullable(progress.get(now.call())).ifPresent(bar -> bar.at(now.bytes()));
        } else if (event instanceof DeviceEvent.Saved saved) {
            close(saved.call());
            screen.line(label(saved.call()) + describe(saved.file()));
        } else if (event instanceof DeviceEvent.Aborted aborted) {
            close(aborted.call());
            broken = true;
            screen.line(label(aborted.call()) + "broke off, nothing kept: " + aborted.why());
        }
    }

    private void onNotification(DeviceEvent event) {
        if (event instanceof DeviceEvent.Notified told) {
            screen.line(label(told.call()) + describe(told.imdn()));
        } else if (event instanceof DeviceEvent.NotNotified failed) {
            screen.line(label(failed.call()) + "its sender is not notified: " + failed.why());
        }
    }

    private static String describe(Imdn imdn) {
        return "notification: %s is %s"
                .formatted(
                        Printable.of(imdn.messageId()),
                        imdn.status().name().toLowerCase(Locale.ROOT));
    }

    private void close(int call) {
        Optional.ofNullable(progress.remove(call)).ifPresent(Progress::close);
    }

    private static String label(int call) {
        return "message " + call + ": ";
    }

    private static String describe(SavedFile file) {
        return "saved %s, %d bytes, SHA-256 %s".formatted(file.path(), file.bytes(), file.sha256());
    }

    private static String describe(CallEnd end) {
        return switch (end) {
            case PEER_HUNG_UP -> "BYE received";
            case WE_HUNG_UP -> "BYE sent";
            case CANCELLED -> "cancelled by the caller";
            case REFUSED, ANSWERED -> "over";
        };
    }
}
