package io.eventcore.memory;

import io.eventcore.ConfigurationException;
import io.eventcore.EventReference;
import io.eventcore.ProjectionTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Remembers what its work changes until the end, so that work that fails has changed nothing. */
final class InMemoryTransaction implements ProjectionTransaction {

    private final List<BiConsumer<ParkedEvents, Instant>> changes = new ArrayList<>();
    private boolean ended;

    @Override
    public void parkFailed(EventReference event, String error, int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "An event that failed was tried at least once, not " + attempts + " times.");
        }
        add((parked, now) -> parked.parkFailed(event, error, attempts, now));
    }

    @Override
    public void parkBehind(EventReference event) {
        add((parked, now) -> parked.parkBehind(event, now));
    }

    @Override
    public void unpark(long position) {
        add((parked, now) -> parked.unpark(position));
    }

    private void add(BiConsumer<ParkedEvents, Instant> change) {
        if (ended) {
            throw new IllegalStateException("The transaction has ended; it is valid only during the call.");
        }
        changes.add(change);
    }

    /** There is no transaction to hand out. */
    @Override
    public <T> T unwrap(Class<T> type) {
        throw new ConfigurationException(
                "The unit of work has no handle of type " + type.getName() + "; the memory store has none.");
    }

    void end() {
        ended = true;
    }

    void applyTo(ParkedEvents parked, Instant now) {
        changes.forEach(change -> change.accept(parked, now));
    }
}
