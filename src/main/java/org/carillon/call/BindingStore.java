package org.carillon.call;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Port: bindings that survive a restart. May block. All that one {@link #change} does becomes
 * visible together or not at all.
 */
public interface BindingStore {
    /** The user's bindings that expire after {@code now}, highest q first. */
    List<Binding> bindingsOf(Aor user, Instant now) throws SourceException;

    /**
     * Changes a user's bindings, as if nobody else did at the same time, on this machine or
     * another.
     *
     * @param change is given what {@link #bindingsOf} gives; of what it makes, {@link
     *     RegisterOutcome.Registered#bindings} are the user's only ones from then on, and a refusal
     *     leaves things as they are. Where another change was in the way, it is asked once more.
     */
    RegisterOutcome change(Aor user, Instant now, Function<List<Binding>, RegisterOutcome> change)
            throws SourceException;

    /** Forgets what expired before {@code now}; returns how many rows went. */
    int purge(Instant now) throws SourceException;
}
