package io.eventcore.postgres.internal.append;

import io.eventcore.AppendsUnderWay;
import io.eventcore.StreamId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
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
    public CompletableFuture<OptionalLong> settled() {
        List<PendingAppend> all = List.copyOf(appends.values());
        return CompletableFuture.allOf(all.stream().map(PendingAppend::settled).toArray(CompletableFuture[]::new))
                .thenApply(known -> positionOf(all));
    }

    private static OptionalLong positionOf(List<PendingAppend> all) {
        return all.stream().allMatch(PendingAppend::isStored)
                ? OptionalLong.of(
                        all.stream().mapToLong(PendingAppend::position).max().orElse(0))
                : OptionalLong.empty();
    }
}
