package io.eventcore.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/** What happens to the calls of one kind, one after the other: it follows from a seed. Thread-safe. */
final class FaultPlan {

    /**
     * What happens to one call.
     *
     * @param delay how long it waits first, at least zero
     */
    record Fate(Duration delay, Optional<Fault> fault) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Random random;
    private final Map<Fault, Double> rates;
    private final Duration minDelay;
    private final Duration maxDelay;
    private final Queue<Fault> next = new ArrayDeque<>();

    FaultPlan(long seed, Map<Fault, Double> rates, Duration minDelay, Duration maxDelay) {
        this.random = new Random(seed);
        this.rates = rates.isEmpty() ? Map.of() : new EnumMap<>(rates);
        this.minDelay = minDelay;
        this.maxDelay = maxDelay;
    }

    void failNext(int calls, Fault fault) {
        lock.lock();
        try {
            for (int i = 0; i < calls; i++) {
                next.add(fault);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What happens to the next call. It takes as many random numbers, whatever happens. */
    Fate nextFate() {
        lock.lock();
        try {
            double chance = random.nextDouble();
            Duration delay = delayOf(random.nextDouble());
            Fault certain = next.poll();
            return new Fate(delay, certain == null ? faultAt(chance) : Optional.of(certain));
        } finally {
            lock.unlock();
        }
    }

    private Duration delayOf(double part) {
        long spread = maxDelay.minus(minDelay).toNanos();
        return minDelay.plusNanos((long) (spread * part));
    }

    private Optional<Fault> faultAt(double chance) {
        double end = 0;
        for (Map.Entry<Fault, Double> each : rates.entrySet()) {
            end += each.getValue();
            if (chance < end) {
                return Optional.of(each.getKey());
            }
        }
        return Optional.empty();
    }
}
