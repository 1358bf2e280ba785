package org.carillon.call;

import java.util.List;

/** Port: where a user's devices are known. May block; called on the look-up pool only. */
public interface DeviceSource {
    /** The devices registered and not expired at this moment; empty for an unknown user. */
    List<Device> devicesOf(Aor user) throws SourceException;
}
