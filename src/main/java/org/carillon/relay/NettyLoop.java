package org.carillon.relay;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An event loop as the owner of Rooms. */
record NettyLoop(EventLoop eventLoop, RelayMetrics metrics) implements Loop {
    private static final System.Logger LOG = System.getLogger(NettyLoop.class.getName());

    @Override
    public boolean isOwner() {
        return eventLoop.inEventLoop();
    }

    @Override
    public void onWrongOwner() {
        metrics.count(RelayMetrics.Counter.WRONG_OWNER);
    }

    @Override
    public void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "event=task-dropped why=loop-ended");
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        metrics.count(RelayMetrics.Counter.TIMERS);
        Future<?> scheduled =
                eventLoop.schedule(() -> ring(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> {
            if (scheduled.cancel(false)) {
                metrics.add(RelayMetrics.Counter.TIMERS, -1);
            }
        };
    }

    private void ring(Runnable task) {
        metrics.add(RelayMetrics.Counter.TIMERS, -1);
        task.run();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
