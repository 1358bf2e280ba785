package org.carillon.call;

import java.util.List;

/** The user a message is for: devices registered now, and the user's choices. */
public record Recipient(Aor aor, List<Device> devices, Preferences preferences) {
    public Recipient {
        devices = List.copyOf(devices);
    }
}
