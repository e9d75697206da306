package io.eventcore.bench.load;

import io.eventcore.CommandExecutor;
import io.eventcore.ExecutionResult;
import io.eventcore.StreamId;
import io.eventcore.bench.load.ProjectionReport.Tail;
import io.eventcore.projections.ProjectionRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Commands at a constant rate, whether the earlier ones are done or not, and how long after each commit a projection had
 * applied it. Who waits for an answer before the next question would not see the worst answers.
 */
final class SteadyLoad {

    private static final int ACCOUNTS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CommandExecutor executor;
    private final ProjectionRunner runner;
    private final int perSecond;
    private final BlockingQueue<Committed> committed = new LinkedBlockingQueue<>();

    SteadyLoad(CommandExecutor executor, ProjectionRunner runner, int perSecond) {
        this.executor = executor;
        this.runner = runner;
        this.perSecond = perSecond;
    }

    Tail run(Duration time) throws Exception {
        int count = Math.toIntExact(perSecond * time.toSeconds());
        CompletableFuture<Histogram> watching = new CompletableFuture<>();
        Thread watcher = new Thread(() -> watch(count, watching), "bench-watcher");
        watcher.setDaemon(true);
        watcher.start();
        List<CompletableFuture<ExecutionResult>> answers = new ArrayList<>(count);
        long start = System.nanoTime();
        for (int nth = 0; nth < count; nth++) {
            awaitTime(start + nth * TimeUnit.SECONDS.toNanos(1) / perSecond);
            StreamId account =
                    StreamId.of("steady-" + ThreadLocalRandom.current().nextInt(ACCOUNTS));
            answers.add(executor.executeAsync(new Deposit(account, 1)).whenComplete(this::answered));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
        Histogram latencies = watching.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Tail(perSecond, count / seconds, Latency.of(List.of(latencies)));
    }

    private static void awaitTime(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void answered(ExecutionResult result, Throwable failure) {
        committed.add(new Committed(failure == null ? result.position() : -1, System.nanoTime()));
    }

    private void watch(int count, CompletableFuture<Histogram> watching) {
        Histogram histogram = new Histogram(3);
        try {
            for (int i = 0; i < count; i++) {
                Committed next = committed.take();
                if (next.position < 0 || !runner.awaitPosition(next.position, PATIENCE)) {
                    throw new CheckFailedException("A command failed, or was not applied within " + PATIENCE + ".");
                }
                histogram.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - next.nanos)));
            }
            watching.complete(histogram);
        } catch (InterruptedException | RuntimeException e) {
            watching.completeExceptionally(e);
        }
    }

    private record Committed(long position, long nanos) {}
}
