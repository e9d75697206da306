package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final long AN_HOUR = Duration.ofHours(1).toNanos();

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Deadlines deadlines = new Deadlines(scheduler);

    DeadlinesTest() {
        scheduler.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void stopTheScheduler() {
        scheduler.shutdownNow();
    }

    @Test
    void manyCommandsShareFewTasks() {
        for (int i = 0; i < 10_000; i++) {
            deadlines.watch(AN_HOUR, () -> {});
        }

        assertThat(scheduler.getQueue()).hasSizeBetween(1, 1_000);
    }

    @Test
    void aWatchThatHasEndedLeavesNothingBehindAndCountsOnce() {
        Runnable first = deadlines.watch(AN_HOUR, () -> {});
        Runnable second = deadlines.watch(AN_HOUR, () -> {});

        first.run();
        first.run();
        assertThat(deadlines.isIdle()).isFalse();

        second.run();
        assertThat(deadlines.isIdle()).isTrue();
        assertThat(scheduler.getQueue()).isEmpty();
    }

    @Test
    void noTimeOutIsToldEarly() {
        long start = System.nanoTime();
        ConcurrentLinkedQueue<Long> tooEarly = new ConcurrentLinkedQueue<>();
        AtomicInteger told = new AtomicInteger();
        for (int millis = 0; millis < 100; millis++) {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            deadlines.watch(nanos, () -> {
                if (System.nanoTime() - start < nanos) {
                    tooEarly.add(nanos);
                }
                told.incrementAndGet();
            });
        }

        await().until(() -> told.get() == 100);
        assertThat(tooEarly).isEmpty();
        assertThat(deadlines.isIdle()).isTrue();
    }

    /** Deadlines come while others join and leave the same slots: each is either told or ended by its command. */
    @Test
    void eachTimeOutIsToldOnceUnlessItsCommandEndsFirst() throws Exception {
        int threads = 4;
        int each = 50_000;
        AtomicInteger told = new AtomicInteger();
        ExecutorService commands = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> expected = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                expected.add(commands.submit(() -> {
                    int unended = 0;
                    for (int i = 0; i < each; i++) {
                        ThreadLocalRandom random = ThreadLocalRandom.current();
                        if (random.nextBoolean()) {
                            deadlines.watch(random.nextLong(Deadlines.GRAIN_NANOS / 8), told::incrementAndGet);
                            unended++;
                        } else {
                            deadlines.watch(AN_HOUR, told::incrementAndGet).run();
                        }
                    }
                    return unended;
                }));
            }
            int sum = 0;
            for (Future<Integer> part : expected) {
                sum += part.get(60, TimeUnit.SECONDS);
            }
            int all = sum;
            await().untilAsserted(() -> assertThat(told).hasValue(all));
        } finally {
            commands.shutdown();
        }
        assertThat(deadlines.isIdle()).isTrue();
        assertThat(scheduler.getQueue()).isEmpty();
    }
}
