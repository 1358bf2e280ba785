package org.carillon.call;

/** Port: preferences that can be changed from here (REST, console). May block. */
public interface PreferenceStore extends PreferenceSource {
    /** Replaces the user's choices; they hold from the next message on. */
    void save(Aor user, Preferences preferences) throws SourceException;
}
