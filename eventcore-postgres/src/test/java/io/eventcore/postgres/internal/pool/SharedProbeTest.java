package io.eventcore.postgres.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A probe that gets stuck holds up nobody, and does not multiply. */
class SharedProbeTest {

    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Test
    void aHundredCallersOfAStuckProbeShareOneThread() throws Exception {
        try (SharedProbe<Integer> probe = new SharedProbe<>(limit -> {
            begun.incrementAndGet();
            goOn.await();
            return 7;
        })) {
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(() -> probe.await(SHORT)).isInstanceOf(TimeoutException.class);
            }
            assertThat(begun).hasValue(1);

            goOn.countDown();
            assertThat(probe.await(LONG)).isEqualTo(7);
        }
    }

    @Test
    void whenAProbeHasEndedTheNextCallerGetsANewOne() throws Exception {
        try (SharedProbe<Integer> probe = new SharedProbe<>(limit -> begun.incrementAndGet())) {
            assertThat(probe.await(LONG)).isEqualTo(1);
            assertThat(probe.await(LONG)).isEqualTo(2);
        }
    }

    @Test
    void aProbeThatFailsDoesNotSpoilTheNext() throws Exception {
        try (SharedProbe<Integer> probe = new SharedProbe<>(limit -> {
            if (begun.incrementAndGet() == 1) {
                throw new IllegalStateException("broken on purpose");
            }
            return begun.get();
        })) {
            assertThatThrownBy(() -> probe.await(LONG))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("broken on purpose");
            assertThat(probe.await(LONG)).isEqualTo(2);
        }
    }

    @Test
    void closingEndsTheProbeItsThreadAndWhoeverWaits() throws Exception {
        CompletableFuture<Thread> running = new CompletableFuture<>();
        SharedProbe<Integer> probe = new SharedProbe<>(limit -> {
            running.complete(Thread.currentThread());
            goOn.await();
            return 1;
        });
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        probe.await(LONG);
                    } catch (CancellationException | InterruptedException | ExecutionException | TimeoutException e) {
                        end.complete(e);
                    }
                })
                .start();
        Thread thread = running.get(5, TimeUnit.MINUTES);
        assertThat(thread.getName()).isEqualTo("eventcore-health");
        assertThat(thread.isDaemon()).isTrue();

        probe.close();

        assertThat(end.get(5, TimeUnit.MINUTES)).isInstanceOf(CancellationException.class);
        await().until(() -> !thread.isAlive());
        assertThatThrownBy(() -> probe.await(LONG)).isInstanceOf(CancellationException.class);
    }
}
