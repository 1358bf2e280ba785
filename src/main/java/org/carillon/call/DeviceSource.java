package org.carillon.call;

import java.util.List;

/** Port: where a user's devices are known. */
public interface DeviceSource {
    /**
     * Runs {@code then}, once, when {@link #devicesOf} need not be waited with any longer: at once
     * where everything is known here, otherwise on another thread and within a few seconds. Never
     * blocks.
     */
    default void prepare(Aor user, Runnable then) {
        then.run();
    }

    /**
     * The devices registered and not expired at this moment; empty for an unknown user. May block;
     * called on the look-up pool only.
     */
    List<Device> devicesOf(Aor user) throws SourceException;
}
