package org.carillon.tool;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.message.Response;

/**
 * One device's binding at the registrar: made, refreshed at half its life, removed at the end.
 *
 * <pre>
 * NEW ──200──▶ REGISTERED ◀──200── LOST        every refresh leads to one of these two;
 *  └──refused─▶ LOST                           close ends all
 * </pre>
 *
 * <p>The user agent's timer and the stack's thread drive it.
 */
final class Registration implements AutoCloseable {
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final UserAgent userAgent;
    private final DeviceIdentity identity;
    private final String services;
    private final Duration expires;
    private final Consumer<DeviceEvent> listener;
    private final String callId = Tokens.next();
    private final AtomicLong cseq = new AtomicLong();
    private final AtomicReference<Optional<ScheduledFuture<?>>> refresh =
            new AtomicReference<>(Optional.empty());
    private volatile boolean closed;

    /**
     * @param services the feature tag of what the device takes
     */
    Registration(
            UserAgent userAgent,
            DeviceIdentity identity,
            String services,
            Duration expires,
            Consumer<DeviceEvent> listener) {
        this.userAgent = userAgent;
        this.identity = identity;
        this.services = services;
        this.expires = expires;
        this.listener = listener;
    }

    /**
     * Registers and keeps registered from then on, however the first attempt ends; at once again
     * when called again.
     */
    CompletableFuture<SipOutcome> start() {
        return register(expires).whenComplete((outcome, none) -> onOutcome(outcome));
    }

    /** Removes the binding; waits a moment for the registrar to say so. */
    @Override
    public void close() {
        closed = true;
        listener.accept(farewell());
    }

    private DeviceEvent farewell() {
        try {
            SipOutcome outcome =
                    register(Duration.ZERO).get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            return outcome.success()
                    ? new DeviceEvent.Unregistered()
                    : new DeviceEvent.NotRegistered(outcome.describe());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DeviceEvent.NotRegistered("interrupted while leaving");
        } catch (ExecutionException | TimeoutException e) {
            return new DeviceEvent.NotRegistered("the registrar did not confirm that we leave");
        }
    }

    private CompletableFuture<SipOutcome> register(Duration life) {
        return userAgent.register(identity, services, callId, cseq.incrementAndGet(), life);
    }

    private void onOutcome(SipOutcome outcome) {
        if (closed) {
            return;
        }
        if (outcome instanceof SipOutcome.Answered answered && answered.success()) {
            Duration granted = granted(answered.response());
            listener.accept(new DeviceEvent.Registered(granted));
            again(granted.dividedBy(2));
        } else {
            listener.accept(new DeviceEvent.NotRegistered(outcome.describe()));
            again(RETRY);
        }
    }

    private void again(Duration delay) {
        ScheduledFuture<?> next = userAgent.later(delay, this::refresh);
        refresh.getAndSet(Optional.of(next)).ifPresent(before -> before.cancel(false));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its outcome goes to the listener
    private void refresh() {
        if (!closed) {
            start();
        }
    }

    /** What the Contact that is ours says, else the Expires header, else what we asked for. */
    private Duration granted(Response response) {
        String ours = userAgent.contact(identity.user().user());
        var contacts = response.getHeaders(ContactHeader.NAME);
        while (contacts.hasNext()) {
            ContactHeader contact = (ContactHeader) contacts.next();
            if (contact.getAddress().getURI().toString().equals(ours) && contact.getExpires() > 0) {
                return Duration.ofSeconds(contact.getExpires());
            }
        }
        return response.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader header
                ? Duration.ofSeconds(header.getExpires())
                : expires;
    }
}
