package io.eventcore.postgres.internal.append;

import io.eventcore.AppendsUnderWay;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.StreamId;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Which append under way the state of each stream rests on; of a stream that is not named, none. Thread-safe. */
final class Basis implements AppendsUnderWay {

    private volatile Map<StreamId, PendingAppend> appends;

    Basis(Map<StreamId, PendingAppend> appends) {
        this.appends = appends;
    }

    @Nullable PendingAppend of(StreamId stream) {
        return appends.get(stream);
    }

    Collection<PendingAppend> all() {
        return appends.values();
    }

    /** All is known: else each request would keep the one before it in memory, and so all that ever were. */
    void clear() {
        appends = Map.of();
    }

    @Override
    public OptionalLong awaitStored(Duration timeout) {
        long endNanos = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        long position = 0;
        for (PendingAppend append : appends.values()) {
            try {
                if (!append.awaitStored(endNanos - System.nanoTime())) {
                    return OptionalLong.empty();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ExecutionInterruptedException(
                        "The thread was interrupted while its command waited for the appends that it had decided on.",
                        e);
            }
            position = Math.max(position, append.position());
        }
        return OptionalLong.of(position);
    }
}
