package org.carillon.call;

import java.time.Instant;
import java.util.List;

/**
 * Port: bindings that survive a restart. May block. All changes of one {@link #replace} become
 * visible together or not at all.
 */
public interface BindingStore {
    /** The user's bindings that expire after {@code now}, highest q first. */
    List<Binding> bindingsOf(Aor user, Instant now) throws SourceException;

    /** Makes {@code bindings} the user's only ones. */
    void replace(Aor user, List<Binding> bindings) throws SourceException;

    /** Forgets what expired before {@code now}; returns how many rows went. */
    int purge(Instant now) throws SourceException;
}
