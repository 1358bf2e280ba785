package org.carillon.app;

import java.util.List;

/** The configuration cannot be used; carries every problem found, not just the first. */
public final class InvalidSettings extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidSettings(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each: the key, what was given, what is expected. */
    public List<String> problems() {
        return problems;
    }
}
