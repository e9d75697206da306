package io.eventcore.testkit;

import io.eventcore.EventId;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Ids that are the same each time a test runs: random UUIDs (version 4) that follow from a seed.
 *
 * <pre>{@code
 * SeededIds ids = SeededIds.of(1);
 * CommandExecutor executor = CommandExecutor.builder(store)
 *         .eventIds(ids)
 *         .commandIds(SeededIds.of(2)::nextUuid)
 *         .build();
 * }</pre>
 *
 * <p>Thread-safe; but when several threads take ids, which of them gets which one is up to them.
 */
public final class SeededIds implements Supplier<EventId> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Random random;

    private SeededIds(long seed) {
        this.random = new Random(seed);
    }

    /**
     * The ids of a seed, from the first one on.
     *
     * @param seed any number; the same one gives the same ids
     * @return the source of ids
     */
    public static SeededIds of(long seed) {
        return new SeededIds(seed);
    }

    /** The next id, for an event. */
    @Override
    public EventId get() {
        return new EventId(nextUuid());
    }

    /** {@return the next id, for anything else} */
    public UUID nextUuid() {
        lock.lock();
        try {
            long high = (random.nextLong() & ~0xf000L) | 0x4000L;
            long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
            return new UUID(high, low);
        } finally {
            lock.unlock();
        }
    }
}
