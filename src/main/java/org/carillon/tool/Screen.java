package org.carillon.tool;

import java.io.Console;
import java.io.PrintWriter;

/**
 * Where a command prints: lines, and progress as bars on a terminal or as lines elsewhere. May be
 * used from several threads.
 */
final class Screen {
    private final PrintWriter out;
    private final boolean terminal;

    Screen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Screen of(PrintWriter out) {
        return new Screen(out, isTerminal());
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /**
     * Starts to show how far something is.
     *
     * @param total in bytes, or -1
     */
    Progress progress(String label, long total) {
        return terminal ? new BarProgress(label, total) : new LineProgress(label, total, this);
    }

    /** A console is no proof any more: from Java 22 on there is one even for a pipe. */
    @SuppressWarnings("SystemConsoleNull") // the null is for Java 17 to 21, isTerminal for the rest
    private static boolean isTerminal() {
        Console console = System.console();
        try {
            return console != null
                    && (Runtime.version().feature() < 22
                            || (boolean) Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
