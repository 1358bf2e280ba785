package org.carillon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupFlushTest {
    private final GroupFlush group = new GroupFlush();
    private final AtomicInteger flushes = new AtomicInteger();

    @Test
    void oneAloneFlushes() {
        group.run(flushes::incrementAndGet);
        group.run(flushes::incrementAndGet);
        assertThat(flushes).hasValue(2);
    }

    /** Ten that come during one flush share the next: what they wrote may have missed the first. */
    @Test
    void thoseWhoComeDuringAFlushShareTheNext() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        all.add(
                CompletableFuture.runAsync(
                        () ->
                                group.run(
                                        () -> {
                                            flushes.incrementAndGet();
                                            begun.countDown();
                                            await(goOn);
                                        }),
                        GroupFlushTest::onNewThread));
        begun.await();
        AtomicInteger waiting = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            all.add(
                    CompletableFuture.runAsync(
                            () -> {
                                waiting.incrementAndGet();
                                group.run(flushes::incrementAndGet);
                            },
                            GroupFlushTest::onNewThread));
        }
        while (waiting.get() < 10 || group.waiting() < 10) {
            Thread.onSpinWait();
        }
        assertThat(flushes).hasValue(1);
        goOn.countDown();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        assertThat(flushes).hasValue(2);
    }

    @Test
    void aFailureIsThatOfItsFlusherAlone() {
        assertThatThrownBy(
                        () ->
                                group.run(
                                        () -> {
                                            throw new IOException("no disk");
                                        }))
                .isInstanceOf(IOException.class);
        group.run(flushes::incrementAndGet);
        assertThat(flushes).hasValue(1);
    }

    /** What the failed flush was to bring to the disk for them is not there. */
    @Test
    void whoWaitedForAFailedFlushFlushesAnew() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> failing =
                CompletableFuture.runAsync(
                        () ->
                                group.run(
                                        () -> {
                                            begun.countDown();
                                            await(goOn);
                                            throw new IllegalStateException("no disk");
                                        }),
                        GroupFlushTest::onNewThread);
        begun.await();
        CompletableFuture<Void> next =
                CompletableFuture.runAsync(
                        () -> group.run(flushes::incrementAndGet), GroupFlushTest::onNewThread);
        while (group.waiting() < 1) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        next.get(10, TimeUnit.SECONDS);
        assertThat(flushes).hasValue(1);
        assertThat(failing).isCompletedExceptionally();
    }

    private static void onNewThread(Runnable task) {
        new Thread(task, "flusher").start();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
