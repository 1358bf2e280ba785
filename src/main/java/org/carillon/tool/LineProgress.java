package org.carillon.tool;

/** A line for every quarter, or for every 10 MB where nobody knows the end. */
final class LineProgress implements Progress {
    private static final int PARTS = 4;
    private static final long BLIND_STEP = 10 * Bytes.MEGA;

    private final String label;
    private final long total;
    private final Screen screen;
    private final long step;
    private long next;

    LineProgress(String label, long total, Screen screen) {
        this.label = label;
        this.total = total;
        this.screen = screen;
        this.step = total < 0 ? BLIND_STEP : Math.max(1, total / PARTS);
        this.next = step;
    }

    @Override
    public void at(long bytes) {
        if (bytes >= next && bytes != total) {
            screen.line(label + ": " + describe(bytes));
            next = (bytes / step + 1) * step;
        }
    }

    @Override
    public void close() {
        // The end has a line of its own, which says more than "100 %".
    }

    private String describe(long bytes) {
        return total < 0 ? Bytes.show(bytes) : 100 * bytes / total + " % of " + Bytes.show(total);
    }
}
