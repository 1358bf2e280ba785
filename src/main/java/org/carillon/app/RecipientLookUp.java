package org.carillon.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.carillon.call.Aor;
import org.carillon.call.CallDoor;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallPorts;
import org.carillon.call.DeferredMessages;
import org.carillon.call.DeferredMessages.Space;
import org.carillon.call.Device;
import org.carillon.call.DeviceSource;
import org.carillon.call.PreferenceSource;
import org.carillon.call.Preferences;
import org.carillon.call.Recipient;
import org.carillon.call.SourceException;
import org.carillon.log.LogText;

/**
 * Finds a user's devices and preferences on the look-up pool, where blocking is allowed. A pool
 * that is full is an answer, not a wait.
 */
final class RecipientLookUp {
    private static final Logger LOG = System.getLogger(RecipientLookUp.class.getName());

    private final DeviceSource devices;
    private final Predicate<Device> wanted;
    private final PreferenceSource preferences;
    private final DeferredMessages messages;
    private final Executor pool;
    private final CallDoor calls;

    /**
     * @param wanted the devices that count
     */
    RecipientLookUp(
            DeviceSource devices,
            Predicate<Device> wanted,
            PreferenceSource preferences,
            DeferredMessages messages,
            Executor pool,
            CallDoor calls) {
        this.devices = devices;
        this.wanted = wanted;
        this.preferences = preferences;
        this.messages = messages;
        this.pool = pool;
        this.calls = calls;
    }

    CallPorts.Recipients of(CallId call) {
        return user -> devices.prepare(user, () -> find(call, user));
    }

    private void find(CallId call, Aor user) {
        try {
            pool.execute(() -> calls.put(call, lookUp(call, user)));
        } catch (RejectedExecutionException full) {
            complain("look-up-pool-full", call, "see max-calls");
            calls.put(call, new CallEvent.RecipientUnknown());
        }
    }

    private CallEvent lookUp(CallId call, Aor user) {
        try {
            List<Device> found = devices.devicesOf(user).stream().filter(wanted).toList();
            Space space = found.isEmpty() ? messages.space(user) : Space.FREE;
            return new CallEvent.RecipientFound(
                    new Recipient(user, found, preferencesOf(call, user), space));
        } catch (SourceException | RuntimeException e) {
            complain("devices-unknown", call, e.getMessage());
            return new CallEvent.RecipientUnknown();
        }
    }

    /** Unreadable preferences never stop a delivery; they do stop recording. */
    private Preferences preferencesOf(CallId call, Aor user) {
        try {
            return preferences.preferencesOf(user);
        } catch (SourceException | RuntimeException e) {
            complain("preferences-unreadable", call, e.getMessage());
            return Preferences.UNREADABLE;
        }
    }

    private static void complain(String event, CallId call, String why) {
        LOG.log(
                Level.WARNING,
                "event=%s call-id=%s why=%s"
                        .formatted(
                                event, LogText.of(call.value()), LogText.of(String.valueOf(why))));
    }
}
