package org.carillon.call;

/** Port: where a user's choices are kept. May block; called on the look-up pool only. */
public interface PreferenceSource {
    /** The user's choices, the configured defaults for a user who made none. */
    Preferences preferencesOf(Aor user) throws SourceException;
}
