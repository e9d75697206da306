package io.eventcore.memory;

import io.eventcore.DeadLetter;
import io.eventcore.EventReference;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.StreamId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The dead letters of one projection, by position. Guarded by the lock of {@link KnownProjections}. */
final class ParkedEvents {

    private final ProjectionId projection;
    private final TreeMap<Long, DeadLetter> letters = new TreeMap<>();

    ParkedEvents(ProjectionId projection) {
        this.projection = projection;
    }

    void parkFailed(EventReference event, String error, int attempts, Instant now) {
        letters.put(event.position(), new DeadLetter(projection, event, Optional.of(error), attempts, now, false));
    }

    /** One that is parked already keeps its error. */
    void parkBehind(EventReference event, Instant now) {
        letters.putIfAbsent(event.position(), new DeadLetter(projection, event, Optional.empty(), 0, now, false));
    }

    boolean unpark(long position) {
        return letters.remove(position) != null;
    }

    void clear() {
        letters.clear();
    }

    List<DeadLetter> behind(long after, int limit) {
        return letters.tailMap(after, false).values().stream().limit(limit).toList();
    }

    Optional<DeadLetter> at(long position) {
        return Optional.ofNullable(letters.get(position));
    }

    List<DeadLetter> ofStream(StreamId stream, long after, int limit) {
        return letters.tailMap(after, false).values().stream()
                .filter(letter -> letter.event().stream().equals(stream))
                .limit(limit)
                .toList();
    }

    long count(Segment segment) {
        return in(segment).count();
    }

    Set<StreamId> streams(Segment segment) {
        return in(segment).map(letter -> letter.event().stream()).collect(Collectors.toUnmodifiableSet());
    }

    Set<StreamId> dueStreams(Segment segment) {
        Stream<DeadLetter> asked = in(segment).filter(DeadLetter::due);
        Stream<DeadLetter> waitingForNothing = firstOfEachStream().values().stream()
                .filter(letter -> letter.error().isEmpty())
                .filter(letter -> segment.contains(letter.event().stream()));
        return Stream.concat(asked, waitingForNothing)
                .map(letter -> letter.event().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Only the first is asked for: if it fails again, those behind it must not keep the stream due. */
    int retry(StreamId stream) {
        List<DeadLetter> waiting = ofStream(stream, 0, Integer.MAX_VALUE);
        waiting.stream().limit(1).forEach(this::makeDue);
        return waiting.size();
    }

    int retryAll() {
        firstOfEachStream().values().forEach(this::makeDue);
        return letters.size();
    }

    private void makeDue(DeadLetter letter) {
        letters.put(
                letter.event().position(),
                new DeadLetter(projection, letter.event(), letter.error(), letter.attempts(), letter.parkedAt(), true));
    }

    private Map<StreamId, DeadLetter> firstOfEachStream() {
        Map<StreamId, DeadLetter> first = new LinkedHashMap<>();
        letters.values().forEach(letter -> first.putIfAbsent(letter.event().stream(), letter));
        return first;
    }

    private Stream<DeadLetter> in(Segment segment) {
        return letters.values().stream().filter(letter -> segment.contains(letter.event().stream()));
    }
}
