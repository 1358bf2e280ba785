package org.carillon.tool;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a device needs to know.
 *
 * @param identity whose device it is
 * @param agent how it speaks SIP
 * @param save the directory for received files; created when the first one arrives
 * @param expires how long a registration is asked for
 * @param manners how it behaves when called
 */
public record DeviceOptions(
        DeviceIdentity identity,
        UserAgentOptions agent,
        Path save,
        Duration expires,
        DeviceManners manners) {
    /** Registrations of the tools last ten minutes, refreshed at half time. */
    public static final Duration EXPIRES = Duration.ofMinutes(10);
}
