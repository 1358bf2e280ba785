package org.carillon.relay;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/**
 * Blocking work of one Room: one piece after the other on a pool, each with its result back on the
 * loop. Owner: the loop.
 */
final class Lane {
    private final Loop loop;
    private final Executor pool;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int unfinished;

    Lane(Loop loop, Executor pool) {
        this.loop = loop;
        this.pool = pool;
    }

    /**
     * Does the work on the pool, then tells the result on the loop.
     *
     * @param done takes the result, or what went wrong; exactly one of them is present unless the
     *     work returned nothing
     */
    <T> void submit(Callable<T> work, BiConsumer<Optional<T>, Optional<Exception>> done) {
        loop.check();
        waiting.add(() -> carryOut(work, done));
        if (unfinished++ == 0) {
            next();
        }
    }

    /** True if nothing is under way or waiting. */
    boolean isIdle() {
        return unfinished == 0;
    }

    private void next() {
        Runnable task = waiting.remove();
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            // The pool is closing: nothing can block for long any more, and files must be closed.
            task.run();
        }
    }

    // On the pool.
    private <T> void carryOut(Callable<T> work, BiConsumer<Optional<T>, Optional<Exception>> done) {
        try {
            Optional<T> result = Optional.ofNullable(work.call());
            loop.execute(() -> finish(() -> done.accept(result, Optional.empty())));
        } catch (Exception e) {
            loop.execute(() -> finish(() -> done.accept(Optional.empty(), Optional.of(e))));
        }
    }

    private void finish(Runnable done) {
        unfinished--;
        try {
            done.run();
        } finally {
            if (!waiting.isEmpty()) {
                next();
            }
        }
    }
}
