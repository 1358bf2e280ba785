package org.carillon.tool;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One device of a user: registers, is called, saves what it is sent. Every call and every MESSAGE
 * has a thread of its own.
 *
 * <p>Threads are daemons; {@link #close} ends them all.
 */
public final class Device implements AutoCloseable {
    private final DeviceOptions options;
    private final UserAgent userAgent;
    private final Registration registration;
    private final Consumer<DeviceEvent> listener;
    private final AtomicInteger calls = new AtomicInteger();

    private Device(DeviceOptions options, UserAgent userAgent, Consumer<DeviceEvent> listener) {
        this.options = options;
        this.userAgent = userAgent;
        this.listener = listener;
        this.registration =
                new Registration(
                        userAgent,
                        options.identity(),
                        CpmService.featureTag(CpmService.values()),
                        options.expires(),
                        listener);
        userAgent.onInvite(this::onInvite);
        userAgent.onMessage(this::onMessage);
    }

    /**
     * A device that listens and is not registered yet.
     *
     * @param listener is told everything; called on several threads
     * @throws IOException if there is no port to listen at
     */
    public static Device open(DeviceOptions options, Consumer<DeviceEvent> listener)
            throws IOException {
        return new Device(options, UserAgent.open(options.agent()), listener);
    }

    /**
     * Registers, and stays registered from then on; may be called again, for a server that was
     * gone.
     *
     * @return how this attempt ends
     */
    public CompletableFuture<SipOutcome> register() {
        return registration.start();
    }

    /** Removes the binding and ends every thread. */
    @Override
    public void close() {
        registration.close();
        userAgent.close();
    }

    private void onInvite(IncomingCall call) {
        int number = calls.incrementAndGet();
        start(number, new DeviceCall(number, call, options, userAgent, listener));
    }

    private void onMessage(IncomingMessage message) {
        int number = calls.incrementAndGet();
        start(number, new DevicePage(number, message, options, userAgent, listener));
    }

    private void start(int number, Runnable call) {
        Thread thread =
                new Thread(call, "carillon-device-" + options.identity().name() + "-" + number);
        thread.setDaemon(true);
        thread.start();
    }
}
