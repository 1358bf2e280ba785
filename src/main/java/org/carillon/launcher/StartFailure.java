package org.carillon.launcher;

import java.util.List;

/** The server does not come up; {@link #problems} says in words why, all reasons at once. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    StartFailure(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    StartFailure(String problem, Throwable cause) {
        super(problem, cause);
        this.problems = List.of(problem);
    }

    /** At least one sentence, each complete in itself. */
    public List<String> problems() {
        return problems;
    }
}
