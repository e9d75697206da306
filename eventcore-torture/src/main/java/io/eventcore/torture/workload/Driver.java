package io.eventcore.torture.workload;

import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.RetryPolicy;
import io.eventcore.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One thread that calls commands of every kind, by a random plan. */
final class Driver {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long ID_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final ClientSettings settings;
    private final Running running;
    private final Stores stores;
    private final Caller caller;
    private final AtomicLong calls;
    private final SplittableRandom random;
    private final Interrupter interrupter = new Interrupter();

    Driver(ClientSettings settings, Running running, Stores stores, Caller caller, AtomicLong calls, int number) {
        this.settings = settings;
        this.running = running;
        this.stores = stores;
        this.caller = caller;
        this.calls = calls;
        this.random =
                new SplittableRandom(settings.seed() * 31 + settings.process().hashCode() * 7L + number);
    }

    /** One call after the other; some of them are interrupted. */
    void callBlocking() {
        while (running.goesOn()) {
            StoreHandle store = stores.get(random.nextInt(stores.count()));
            Plan plan = nextPlan(Optional.empty());
            Deciding<?> command = command(plan);
            ExecutionOptions options = options(plan);
            Optional<Duration> interrupt =
                    random.nextInt(100) < 4 ? Optional.of(Duration.ofMillis(random.nextInt(1, 30))) : Optional.empty();
            interrupter.during(interrupt, () -> caller.execute(store.executor(), store.name(), plan, command, options));
            pause(1);
        }
    }

    /** Many at once, often for the same streams; some are cancelled. */
    void callAsynchronously() {
        while (running.goesOn()) {
            StoreHandle store = stores.get(random.nextInt(stores.count()));
            List<CompletableFuture<ExecutionResult>> burst = new ArrayList<>();
            int size = random.nextInt(1, 16);
            Optional<StreamId> common = random.nextInt(3) > 0 ? Optional.of(StreamNames.hot(random)) : Optional.empty();
            for (int i = 0; i < size; i++) {
                Plan plan = nextPlan(common);
                ExecutionOptions options = options(plan);
                burst.add(caller.executeAsync(store.executor(), store.name(), plan, command(plan), options));
                if (options.commandId().isPresent() && random.nextInt(4) == 0) {
                    burst.add(again(options, common));
                }
            }
            for (CompletableFuture<ExecutionResult> future : burst) {
                if (random.nextInt(100) < 3) {
                    LockSupport.parkNanos(random.nextLong(1, 5_000_000));
                    future.cancel(false);
                }
                await(future);
            }
            pause(burst.size());
        }
    }

    /** The same command id at once, through any of the stores. */
    private CompletableFuture<ExecutionResult> again(ExecutionOptions options, Optional<StreamId> common) {
        StoreHandle store = stores.get(random.nextInt(stores.count()));
        Plan plan = nextPlan(common);
        return caller.executeAsync(store.executor(), store.name(), plan, command(plan), options);
    }

    /** Keeps to the rate that is allowed. */
    private void pause(int made) {
        long each = TimeUnit.SECONDS.toNanos(1) * 6 / settings.load().callsPerSecond();
        LockSupport.parkNanos(each * made / 2 + random.nextLong(each * made + 1));
    }

    private Plan nextPlan(Optional<StreamId> common) {
        String call = settings.process() + "-" + calls.incrementAndGet();
        return Plans.any(random, call, settings.load().contents(), common);
    }

    private Deciding<?> command(Plan plan) {
        return random.nextInt(4) == 0
                ? new FreeCommand(plan)
                : new FoldedCommand(plan, Folds.ALL.get(random.nextInt(Folds.ALL.size())));
    }

    private ExecutionOptions options(Plan plan) {
        ExecutionOptions options = ExecutionOptions.defaults().withTimeout(PATIENCE);
        if (random.nextInt(100) < 5) {
            options = options.withTimeout(Duration.ofMillis(random.nextInt(2, 200)));
        }
        if (random.nextInt(100) < 8) {
            options = options.withRetryPolicy(RetryPolicy.defaults().withMaxAttempts(random.nextInt(1, 4)));
        }
        int of100 = random.nextInt(100);
        if (of100 < 20) {
            return options.withCommandId(UUID.nameUUIDFromBytes(plan.call().getBytes(StandardCharsets.UTF_8)));
        }
        return of100 < 35 ? options.withCommandId(sharedId()) : options;
    }

    /** An id that other threads and processes take at the same time, or some time later. */
    private UUID sharedId() {
        long now = System.nanoTime() / ID_EVERY_NANOS;
        long back = random.nextInt(3) == 0 ? random.nextLong(1, 200) : 0;
        return UUID.nameUUIDFromBytes(("shared " + (now - back)).getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CompletableFuture<ExecutionResult> future) {
        try {
            future.handle((result, failure) -> true).get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("Nobody interrupts this thread, and what is awaited does not fail.", e);
        } catch (TimeoutException e) {
            // its history has no end, which says it
        }
    }
}
