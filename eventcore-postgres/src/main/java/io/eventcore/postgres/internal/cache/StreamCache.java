package io.eventcore.postgres.internal.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.eventcore.RememberedStreams;
import io.eventcore.StreamId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers streams that were read from their beginning, and what this process appends to them, so that a command need not
 * read them again. Whoever decides on it lets the append check the versions. Bounded by the weight of the events; long
 * streams are not remembered. Thread-safe.
 */
public final class StreamCache {

    /** More than this of one stream costs too much to fold and to copy again and again. */
    private static final int LONGEST_STREAM = 1_000;

    private final @Nullable Cache<StreamId, RememberedStream> streams;

    /** @param bytes about how much memory it may take; 0 remembers nothing */
    public StreamCache(long bytes) {
        this.streams = bytes == 0
                ? null
                : Caffeine.newBuilder()
                        .maximumWeight(bytes)
                        .weigher((StreamId stream, RememberedStream events) ->
                                (int) Math.min(Integer.MAX_VALUE, events.bytes()))
                        .executor(Runnable::run)
                        .build();
    }

    /** Whether it remembers anything at all. */
    public boolean isOn() {
        return streams != null;
    }

    /** About how many bytes it holds. */
    public long bytes() {
        return streams == null
                ? 0
                : streams.policy()
                        .eviction()
                        .map(eviction -> eviction.weightedSize().orElse(0))
                        .orElse(0L);
    }

    /** What is remembered of these streams, if something is of each. */
    public Optional<RememberedStreams> find(Collection<StreamId> wanted) {
        if (streams == null) {
            return Optional.empty();
        }
        Map<StreamId, Long> versions = new LinkedHashMap<>();
        List<RememberedEvent> events = new ArrayList<>();
        for (StreamId stream : wanted) {
            RememberedStream remembered = streams.getIfPresent(stream);
            if (remembered == null) {
                return Optional.empty();
            }
            versions.put(stream, remembered.version());
            events.addAll(remembered.events());
        }
        if (wanted.size() > 1) {
            events.sort(Comparator.comparingLong(RememberedEvent::position));
        }
        return Optional.of(new RememberedStreams(
                versions, events.stream().map(RememberedEvent::event).toList()));
    }

    /** These events stand in the stream behind a version. They are of no use if what lies before them is not known. */
    void merge(StreamId stream, long after, List<RememberedEvent> more) {
        if (streams != null) {
            streams.asMap().compute(stream, (id, known) -> merged(known, after, more));
        }
    }

    private static @Nullable RememberedStream merged(
            @Nullable RememberedStream known, long after, List<RememberedEvent> more) {
        RememberedStream beginning = known == null && after == 0 ? RememberedStream.EMPTY : known;
        if (beginning == null || beginning.version() < after) {
            return known; // nothing known about what lies between
        }
        RememberedStream longer = beginning.with(after, more);
        return longer.version() > LONGEST_STREAM ? null : longer;
    }

    /** This process has appended these events to a stream behind a version. Takes none that it does not know the beginning of. */
    public void appended(StreamId stream, long after, List<RememberedEvent> events) {
        merge(stream, after, events);
    }

    /** Forgets a stream, for what is remembered of it was never true of this database, or is not any more. */
    public void forget(StreamId stream) {
        if (streams != null) {
            streams.invalidate(stream);
        }
    }
}
