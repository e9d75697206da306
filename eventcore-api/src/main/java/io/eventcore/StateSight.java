package io.eventcore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One state for each stream, as far as possible out of the store's memory. */
final class StateSight<T, E> implements Sight<StreamStates<T>> {

    private final EventStore store;
    private final StreamFold<T, E> fold;
    private final Supplier<Duration> timeLeft;
    private final Optional<SightSnapshots<T>> snapshots;

    private final Map<StreamId, StreamState<T>> seen = new LinkedHashMap<>();
    private @Nullable StreamStates<T> state;
    private Map<StreamId, Long> versions = Map.of();
    private Map<StreamId, Long> decidedOn = Map.of();
    private final List<AppendsUnderWay> underWay = new ArrayList<>();
    private LogEpoch epoch;
    private boolean mayRemember;
    private boolean remembered;
    private long lastPosition;

    /** Nothing seen yet. Parameters as of {@link EventSight}. */
    StateSight(EventStore store, StreamCommand<T, E> command, Supplier<Duration> timeLeft, boolean mayRemember) {
        this.store = store;
        this.fold = Required.returned(command.fold(), command, "fold()");
        this.timeLeft = timeLeft;
        this.mayRemember = mayRemember;
        this.epoch = store.epoch();
        this.snapshots = fold.snapshots().map(kept -> snapshots(store.snapshots(), fold, kept));
    }

    private static <T> SightSnapshots<T> snapshots(SnapshotStore store, StreamFold<T, ?> fold, Snapshots<T> kept) {
        store.check(fold);
        return new SightSnapshots<>(store, fold, kept);
    }

    @Override
    public LogEpoch epoch() {
        return epoch;
    }

    @Override
    public StreamStates<T> state() {
        StreamStates<T> known = state;
        if (known == null) {
            known = new StreamStates<>(fold, seen);
            state = known;
        }
        return known;
    }

    @Override
    public Map<StreamId, Long> versions() {
        return versions;
    }

    @Override
    public long lastPosition() {
        long last = lastPosition;
        for (StreamState<T> state : seen.values()) {
            last = Math.max(last, state.position());
        }
        return last;
    }

    @Override
    public boolean isRemembered() {
        return remembered;
    }

    @Override
    public List<AppendsUnderWay> underWay() {
        return underWay;
    }

    @Override
    public CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(
                underWay.stream().map(AppendsUnderWay::settled).toArray(CompletableFuture[]::new));
    }

    @Override
    public boolean isStored() {
        for (AppendsUnderWay appends : underWay) {
            OptionalLong position = appends.settled().getNow(OptionalLong.empty());
            if (position.isEmpty()) {
                return false;
            }
            lastPosition = Math.max(lastPosition, position.getAsLong());
        }
        return true;
    }

    @Override
    public List<SightSnapshots.Due<T>> snapshotsAfter(Writes<?> writes) {
        return snapshots.map(kept -> kept.dueAfter(seen, writes, epoch)).orElse(List.of());
    }

    @Override
    public boolean maySurviveDiscovery() {
        return true; // a refresh forgets all
    }

    @Override
    public void look(Set<StreamId> streams) {
        if (versions.isEmpty()) {
            epoch = store.epoch();
        }
        Optional<RememberedStates<T>> known = store.remembered(streams, fold);
        known.ifPresentOrElse(states -> seen.putAll(states.states()), () -> start(streams));
        if (known.isPresent() && isGoodFor(streams, known.get())) {
            known.get().underWay().ifPresent(underWay::add);
            remembered = true;
        } else {
            known.ifPresent(states -> seen.putAll(states.stored()));
            readTail(streams);
            joinWhatIsUnderWay(streams);
        }
        state = null;
        versions = versionsOf(seen.keySet());
    }

    /** What was just read is remembered now, and may be known to be moving on: then the command decides on that. */
    private void joinWhatIsUnderWay(Set<StreamId> streams) {
        if (!mayRemember) {
            return;
        }
        RememberedStates<T> known = store.remembered(streams, fold).orElse(null);
        if (known == null || known.behind() || known.underWay().isEmpty()) {
            return;
        }
        Map<StreamId, Long> before = versionsOf(streams);
        Map<StreamId, StreamState<T>> now = known.states();
        boolean isMoving =
                streams.stream().anyMatch(stream -> versionIn(now, stream) > versionIn(known.stored(), stream));
        if (before.entrySet().stream().allMatch(each -> versionIn(now, each.getKey()) >= each.getValue())) {
            known.underWay().ifPresent(underWay::add);
            seen.putAll(now);
            remembered |= isMoving || !versionsOf(streams).equals(before);
        }
    }

    private static long versionIn(Map<StreamId, ? extends StreamState<?>> states, StreamId stream) {
        StreamState<?> state = states.get(stream);
        return state == null ? 0 : state.version();
    }

    private void start(Set<StreamId> streams) {
        streams.forEach(this::forget);
        snapshots.ifPresent(kept -> seen.putAll(kept.load(streams, timeLeft.get())));
    }

    private void forget(StreamId stream) {
        seen.put(stream, StreamState.initial(fold));
    }

    private Map<StreamId, Long> versionsOf(Set<StreamId> streams) {
        Map<StreamId, Long> found = new LinkedHashMap<>();
        for (StreamId stream : streams) {
            found.put(stream, seenOf(stream).version());
        }
        return found;
    }

    private boolean isGoodFor(Set<StreamId> streams, RememberedStates<T> known) {
        return mayRemember && !known.behind() && !wasDecidedOn(streams);
    }

    /** Whether the last decision, which came too late, rested on just these versions: the memory has learnt nothing since. */
    private boolean wasDecidedOn(Set<StreamId> streams) {
        for (StreamId stream : streams) {
            if (decidedOn.getOrDefault(stream, -1L) != seenOf(stream).version()) {
                return false;
            }
        }
        return true;
    }

    private StreamState<T> seenOf(StreamId stream) {
        return seen.getOrDefault(stream, StreamState.initial(fold));
    }

    private void readTail(Set<StreamId> streams) {
        Map<StreamId, Long> after = versionsOf(streams);
        Map<StreamId, Long> now = store.read(new ReadRequest(after, timeLeft.get()), this::fold);
        if (isBehind(now, after)) {
            // What was remembered was never true of this database, or is not any more.
            snapshots.ifPresent(kept -> kept.discardThoseAhead(now));
            streams.forEach(this::forget);
            after = Map.of();
            store.read(ReadRequest.of(streams).withTimeout(timeLeft.get()), this::fold);
        }
        for (StreamId stream : streams) {
            StreamState<T> reached = seenOf(stream);
            store.remember(stream, fold, reached, epoch);
            if (snapshots.isPresent()) {
                snapshots.get().wasRead(stream, after.getOrDefault(stream, 0L), reached, epoch);
            }
        }
    }

    private static boolean isBehind(Map<StreamId, Long> now, Map<StreamId, Long> after) {
        return now.entrySet().stream().anyMatch(each -> each.getValue() < after.getOrDefault(each.getKey(), 0L));
    }

    private void fold(StoredEvent<Object> event) {
        if (event.payload() instanceof SplitPayload) {
            event.parts().forEach(this::fold);
            return;
        }
        if (!fold.eventType().isInstance(event.payload())) {
            throw ForeignEventException.read(event, fold.eventType());
        }
        seen.put(event.stream(), seenOf(event.stream()).after(fold, event));
    }

    /** Forgets what was seen: what the store remembers by now is newer, or known to be behind. */
    @Override
    public void refresh() {
        decidedOn = versions;
        clear();
    }

    @Override
    public void trustMemoryAgain() {
        decidedOn = Map.of();
        clear();
    }

    @Override
    public void startOver() {
        mayRemember = false;
        clear();
    }

    private void clear() {
        epoch = store.epoch();
        underWay.clear();
        remembered = false;
        lastPosition = 0;
        seen.clear();
        versions = Map.of();
        state = null;
    }
}
