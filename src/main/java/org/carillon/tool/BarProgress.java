package org.carillon.tool;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal, drawn on the standard error stream so that a pipe carries none. */
final class BarProgress implements Progress {
    private static final int UPDATE_MILLIS = 200;

    private final ProgressBar bar;

    BarProgress(String label, long total) {
        this.bar =
                new ProgressBarBuilder()
                        .setTaskName(label)
                        .setInitialMax(total)
                        .setUnit(" MB", Bytes.MEGA)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(UPDATE_MILLIS)
                        .showSpeed()
                        .build();
    }

    @Override
    public void at(long bytes) {
        bar.stepTo(bytes);
    }

    @Override
    public void close() {
        bar.close();
    }
}
