package io.eventcore.projections;

import io.eventcore.Segment;
import io.eventcore.SegmentState.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The segments that a runner works on, how far each has come, and, when it has none, how far they had. While the number of
 * segments changes, some may still be of the division before. Guarded by the lock of its {@link RunState}.
 */
final class HeldSegments {

    private final Map<Segment, SegmentProgress> held =
            new TreeMap<>(Comparator.comparingInt(Segment::count).thenComparingInt(Segment::number));
    private int count;
    private long position;
    private long head;
    private boolean positionKnown;
    private @Nullable Instant behindSince;

    /** Forgets them; a new run begins. */
    void clear() {
        held.clear();
        behindSince = null;
    }

    /** The projection has so many. */
    void divideBy(int segments) {
        count = segments;
    }

    int count() {
        return count;
    }

    void add(Segment segment) {
        count = segment.count();
        held.put(segment, new SegmentProgress());
    }

    /** It is to be opened again, and may have lost what it had. */
    void close(Segment segment) {
        remember();
        SegmentProgress progress = held.get(segment);
        if (progress != null) {
            progress.open = false;
            progress.inReach = false;
        }
    }

    void remove(Segment segment) {
        remember();
        held.remove(segment);
    }

    @Nullable SegmentProgress get(Segment segment) {
        return held.get(segment);
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    boolean containsAny(Collection<Segment> segments) {
        return segments.stream().anyMatch(held::containsKey);
    }

    List<Segment> segments() {
        return List.copyOf(held.keySet());
    }

    /** Of these, those that have not come so far here, or are not here at all. */
    Set<Segment> notYetAt(long wanted, Collection<Segment> segments) {
        Set<Segment> behind = new HashSet<>(segments);
        behind.removeIf(segment -> {
            SegmentProgress progress = held.get(segment);
            return progress != null
                    && progress.open
                    && progress.position >= wanted
                    && progress.inThisLog.getAsBoolean();
        });
        return behind;
    }

    boolean allArePaused() {
        return !held.isEmpty() && held.values().stream().allMatch(progress -> progress.activity == Activity.PAUSED);
    }

    boolean allAreRead() {
        return !held.isEmpty()
                && held.values().stream()
                        .allMatch(progress -> progress.inReach && progress.activity != Activity.PAUSED);
    }

    /** The lowest position of those that are open, or that they had. */
    long position() {
        remember();
        return position;
    }

    /** Whether one was ever opened. */
    boolean isPositionKnown() {
        remember();
        return positionKnown;
    }

    /** The highest head that was seen. */
    long head() {
        remember();
        return head;
    }

    /** The age of the oldest event that was read and is not applied. */
    Duration behindFor(Instant now) {
        remember();
        return Optional.ofNullable(behindSince)
                .map(since -> Duration.between(since, now))
                .filter(age -> !age.isNegative())
                .orElse(Duration.ZERO);
    }

    private void remember() {
        if (held.isEmpty()) {
            return;
        }
        open().mapToLong(progress -> progress.position).min().ifPresent(lowest -> {
            position = lowest;
            positionKnown = true;
        });
        open().mapToLong(progress -> Math.max(progress.head, progress.position))
                .max()
                .ifPresent(highest -> head = highest);
        behindSince = held.values().stream()
                .flatMap(progress -> Optional.ofNullable(progress.behindSince).stream())
                .min(Instant::compareTo)
                .orElse(null);
    }

    private Stream<SegmentProgress> open() {
        return held.values().stream().filter(progress -> progress.open);
    }
}
