package org.carillon.call;

import java.util.List;

/**
 * The user a message is for: devices registered now, the user's choices, and whether a message may
 * wait for this user.
 */
public record Recipient(
        Aor aor, List<Device> devices, Preferences preferences, DeferredMessages.Space space) {
    public Recipient {
        devices = List.copyOf(devices);
    }

    /** One for whom messages may wait. */
    public Recipient(Aor aor, List<Device> devices, Preferences preferences) {
        this(aor, devices, preferences, DeferredMessages.Space.FREE);
    }
}
