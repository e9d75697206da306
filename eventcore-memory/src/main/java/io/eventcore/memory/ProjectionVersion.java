package io.eventcore.memory;

import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * One version of a projection: its segments, the instances that run them, and its dead letters. Guarded by the lock of
 * {@link KnownProjections}.
 */
final class ProjectionVersion {

    private static final long NO_BARRIER = Long.MAX_VALUE;

    private final ProjectionId id;
    private final ParkedEvents parked;
    private final Map<String, Instant> aliveUntil = new TreeMap<>();
    private List<SegmentCheckpoint> segments;
    private boolean mustClear;
    private long barrier = NO_BARRIER;
    private int segmentsBehindTheBarrier;

    ProjectionVersion(ProjectionId id, int segments, long position, Instant now) {
        this.id = id;
        this.parked = new ParkedEvents(id);
        this.segments = segmentsAt(segments, position, now);
    }

    private static List<SegmentCheckpoint> segmentsAt(int count, long position, Instant now) {
        return IntStream.range(0, count)
                .mapToObj(number -> new SegmentCheckpoint(new Segment(number, count), position, now))
                .toList();
    }

    ProjectionId id() {
        return id;
    }

    List<SegmentCheckpoint> segments() {
        return segments;
    }

    ParkedEvents parked() {
        return parked;
    }

    boolean mustClear() {
        return mustClear;
    }

    void cleared() {
        mustClear = false;
    }

    Map<Segment, Long> positions() {
        Map<Segment, Long> positions = new LinkedHashMap<>();
        segments.forEach(each -> positions.put(each.segment(), each.position()));
        return positions;
    }

    long furthest() {
        return segments.stream().mapToLong(SegmentCheckpoint::position).max().orElseThrow();
    }

    private long nearest() {
        return segments.stream().mapToLong(SegmentCheckpoint::position).min().orElseThrow();
    }

    /** How many positions its last segment is behind the first of another; none or less if it is not behind. */
    long behind(ProjectionVersion other) {
        return other.furthest() - nearest();
    }

    // Leases

    /** The segment of a lease, if it is held with it. */
    Optional<SegmentCheckpoint> ifHeldWith(Lease lease) {
        return segments.stream().filter(each -> each.isHeldWith(lease)).findFirst();
    }

    /** The instance lives: it keeps what it has, and gets free segments up to its share. */
    void lease(String instance, Instant now, Instant until, LongSupplier tokens) {
        aliveUntil.values().removeIf(end -> !end.isAfter(now));
        aliveUntil.put(instance, until);
        long held = 0;
        for (SegmentCheckpoint each : segments) {
            if (each.belongsTo(instance)) {
                each.renew(until);
                held++;
            }
        }
        for (SegmentCheckpoint each : segments) {
            if (held < share(instance) && !each.belongsTo(instance) && each.isFree(now)) {
                each.claim(instance, tokens.getAsLong(), until);
                held++;
            }
        }
    }

    /** All get the same; what is left over goes to the first by name, one each. */
    int share(String instance) {
        int place = List.copyOf(aliveUntil.keySet()).indexOf(instance);
        int instances = aliveUntil.size();
        return segments.size() / instances + (place < segments.size() % instances ? 1 : 0);
    }

    List<Lease> leasesOf(String instance, Duration duration) {
        return segments.stream()
                .filter(each -> each.belongsTo(instance))
                .map(each -> each.lease(id, instance, duration, barrier))
                .toList();
    }

    boolean hasDueLetters(String instance) {
        return segments.stream()
                .filter(each -> each.belongsTo(instance))
                .anyMatch(each -> !parked.dueStreams(each.segment()).isEmpty());
    }

    void leave(String instance) {
        aliveUntil.remove(instance);
        segments.stream().filter(each -> each.belongsTo(instance)).forEach(SegmentCheckpoint::release);
    }

    void takeEverythingBack() {
        segments.forEach(SegmentCheckpoint::takeBack);
    }

    // Changes that operators make

    void reset(long position, boolean clear, Instant now) {
        takeEverythingBack();
        segments.forEach(each -> each.move(position, now));
        if (barrier != NO_BARRIER) {
            barrier = position;
        }
        if (clear) {
            mustClear = true;
            parked.clear();
        }
    }

    void repartition(int count, Instant now) {
        takeEverythingBack();
        barrier = furthest();
        segmentsBehindTheBarrier = count;
        divideAnewAtTheBarrier(now);
    }

    /** Does nothing while work is under way: it would find its segment gone. */
    void divideAnewIfIdle(Instant now) {
        if (segments.stream().noneMatch(each -> each.turn.isLocked())) {
            divideAnewAtTheBarrier(now);
        }
    }

    private void divideAnewAtTheBarrier(Instant now) {
        if (barrier != NO_BARRIER && segments.stream().allMatch(each -> each.position() == barrier)) {
            segments = segmentsAt(segmentsBehindTheBarrier, barrier, now);
            barrier = NO_BARRIER;
        }
    }
}
