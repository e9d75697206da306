package io.eventcore.testkit;

import static java.util.Objects.requireNonNull;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.ConfigurationException;
import io.eventcore.DeadlineExceededException;
import io.eventcore.EventCoreException;
import io.eventcore.EventStore;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Passes everything on to another store, but fails and dawdles as often as a test asks for, so that the test sees how an
 * application takes it. Works with every adapter.
 *
 * <pre>{@code
 * FaultyStore faulty = FaultyStore.of(store, 42).conflicts(0.2).unknownOutcomes(0.02).build();
 * CommandExecutor executor = CommandExecutor.create(faulty);
 * }</pre>
 *
 * <p>Appends and reads meet faults, and {@link #resultOf} as reads do; the feed and the projections are passed on as they are.
 *
 * <p>What happens to the first append, the second one and so on follows from the seed, and likewise to reads. So a test that
 * makes its calls on one thread meets the same faults at the same places each time. With many threads the sequence of faults
 * is the same, too, but which caller meets which is up to the threads. Thread-safe.
 */
public final class FaultyStore extends ForwardingStore {

    private final FaultPlan appends;
    private final FaultPlan reads;
    private final Map<Fault, AtomicLong> injected = new EnumMap<>(Fault.class);

    private FaultyStore(Builder builder) {
        super(builder.store);
        for (Fault fault : Fault.values()) {
            injected.put(fault, new AtomicLong());
        }
        this.appends = new FaultPlan(builder.seed, builder.rates, builder.minDelay, builder.maxDelay);
        Map<Fault, Double> ofReads = new EnumMap<>(builder.rates);
        ofReads.keySet().removeIf(Fault::isOnlyOfAppends);
        this.reads = new FaultPlan(~builder.seed, ofReads, builder.minDelay, builder.maxDelay);
    }

    /**
     * Starts with a store that does not fail.
     *
     * @param store the store that does the work; it is closed with the faulty one
     * @param seed what the faults follow from
     * @return the builder
     */
    public static Builder of(EventStore store, long seed) {
        return new Builder(store, seed);
    }

    /**
     * Makes the next appends fail, before any fault that follows from the seed.
     *
     * @param count how many; calls add up
     * @param fault what they meet
     */
    public void failNextAppends(int count, Fault fault) {
        appends.failNext(count, fault);
    }

    /**
     * Makes the next reads fail, before any fault that follows from the seed.
     *
     * @param count how many; calls add up
     * @param fault what they meet
     * @throws IllegalArgumentException if only appends can meet the fault
     */
    public void failNextReads(int count, Fault fault) {
        if (fault.isOnlyOfAppends()) {
            throw new IllegalArgumentException("A read cannot meet " + fault + "; only an append can.");
        }
        reads.failNext(count, fault);
    }

    /**
     * Tells how often a fault has happened.
     *
     * @param fault which one
     * @return how many calls have met it so far
     */
    public long injected(Fault fault) {
        return counterOf(fault).get();
    }

    /** Never makes the caller wait, whatever the latency is. Cancelling the future takes back an append that still waits. */
    @Override
    public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
        FaultPlan.Fate fate = appends.nextFate();
        if (fate.delay().isZero()) {
            return append(request, fate.fault());
        }
        CompletableFuture<AppendResult> late = new CompletableFuture<>();
        Executor later = CompletableFuture.delayedExecutor(fate.delay().toNanos(), TimeUnit.NANOSECONDS);
        later.execute(() -> {
            try {
                if (!late.isDone()) {
                    relay(append(request, fate.fault()), late);
                }
            } catch (RuntimeException | Error thrown) { // by the store, instead of failing the future
                late.completeExceptionally(thrown);
            }
        });
        return late;
    }

    private CompletableFuture<AppendResult> append(AppendRequest request, Optional<Fault> fault) {
        Optional<EventCoreException> failure = fault.flatMap(kind -> kind.of(request));
        if (fault.isEmpty() || failure.isEmpty()) {
            return store.appendAsync(request);
        }
        if (fault.get() != Fault.UNKNOWN_BUT_STORED) {
            count(fault.get());
            return CompletableFuture.failedFuture(failure.get());
        }
        return store.appendAsync(request).thenCompose(stored -> {
            count(fault.get());
            return CompletableFuture.failedFuture(failure.get());
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what they return is told by the other future
    private static void relay(CompletableFuture<AppendResult> from, CompletableFuture<AppendResult> to) {
        from.whenComplete((result, failure) -> {
            if (failure == null) {
                to.complete(result);
            } else {
                to.completeExceptionally(failure);
            }
        });
        to.whenComplete((result, failure) -> {
            if (to.isCancelled()) {
                from.cancel(false);
            }
        });
    }

    @Override
    public Optional<AppendResult> resultOf(UUID commandId) {
        beforeRead(ReadRequest.NO_TIMEOUT);
        return super.resultOf(commandId);
    }

    @Override
    public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        beforeRead(request.timeout());
        return super.read(request, consumer);
    }

    private void beforeRead(Duration timeout) {
        FaultPlan.Fate fate = reads.nextFate();
        boolean tooLate = fate.delay().compareTo(timeout) > 0;
        await(tooLate ? timeout : fate.delay());
        if (tooLate) {
            throw DeadlineExceededException.whileReading(timeout);
        }
        fate.fault().ifPresent(fault -> {
            count(fault);
            throw fault.ofRead();
        });
    }

    private static void await(Duration delay) {
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionInterruptedException("The thread was interrupted while it waited for a slow read.", e);
        }
    }

    private void count(Fault fault) {
        counterOf(fault).incrementAndGet();
    }

    private AtomicLong counterOf(Fault fault) {
        return requireNonNull(injected.get(fault));
    }

    /** Collects how often which fault happens. Not thread-safe. */
    public static final class Builder {
        private final EventStore store;
        private final long seed;
        private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
        private Duration minDelay = Duration.ZERO;
        private Duration maxDelay = Duration.ZERO;

        private Builder(EventStore store, long seed) {
            this.store = store;
            this.seed = seed;
        }

        /**
         * Makes appends meet a {@link Fault#CONFLICT}.
         *
         * @param rate which part of them, from 0 to 1; none unless set
         * @return this builder
         */
        public Builder conflicts(double rate) {
            return rate(Fault.CONFLICT, rate);
        }

        /**
         * Makes appends and reads meet {@link Fault#UNAVAILABLE}.
         *
         * @param rate which part of them, from 0 to 1; none unless set
         * @return this builder
         */
        public Builder transientErrors(double rate) {
            return rate(Fault.UNAVAILABLE, rate);
        }

        /**
         * Makes appends and reads meet {@link Fault#OVERLOADED}.
         *
         * @param rate which part of them, from 0 to 1; none unless set
         * @return this builder
         */
        public Builder overloads(double rate) {
            return rate(Fault.OVERLOADED, rate);
        }

        /**
         * Leaves the outcome of appends unknown. About half of these are stored: {@link Fault#UNKNOWN_BUT_STORED} and
         * {@link Fault#UNKNOWN_AND_LOST}.
         *
         * @param rate which part of the appends, from 0 to 1; none unless set
         * @return this builder
         */
        public Builder unknownOutcomes(double rate) {
            return rate(Fault.UNKNOWN_BUT_STORED, rate / 2).rate(Fault.UNKNOWN_AND_LOST, rate / 2);
        }

        private Builder rate(Fault fault, double rate) {
            rates.put(fault, rate);
            return this;
        }

        /**
         * Makes each append and each read wait first, at random between two durations; not at all unless set. A read
         * makes its caller wait, at most until its time-out ends.
         *
         * @param min the shortest, at least zero
         * @param max the longest, at least {@code min}, at most a day
         * @return this builder
         */
        public Builder latency(Duration min, Duration max) {
            this.minDelay = min;
            this.maxDelay = max;
            return this;
        }

        /**
         * {@return the store}
         *
         * @throws ConfigurationException if a rate or a duration is out of its range, or all rates together are above 1
         */
        public FaultyStore build() {
            double all = rates.values().stream().mapToDouble(rate -> rate).sum();
            refuseUnless(
                    rates.values().stream().allMatch(rate -> rate >= 0) && all <= 1,
                    "rates are at least 0, and together at most 1, not " + rates);
            refuseUnless(
                    !minDelay.isNegative()
                            && maxDelay.compareTo(minDelay) >= 0
                            && maxDelay.compareTo(Duration.ofDays(1)) <= 0,
                    "latency goes from at least zero to at most a day, not from " + minDelay + " to " + maxDelay);
            return new FaultyStore(this);
        }

        private static void refuseUnless(boolean condition, String rule) {
            if (!condition) {
                throw new ConfigurationException("FaultyStore: " + rule + ".");
            }
        }
    }
}
