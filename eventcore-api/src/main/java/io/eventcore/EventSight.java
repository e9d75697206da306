package io.eventcore;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The events of all streams, folded together by the command itself. */
final class EventSight<S, E> implements Sight<S> {

    private final EventStore store;
    private final Command<S, E> command;
    private final Supplier<Duration> timeLeft;
    private final Class<?> family;

    private final Map<StreamId, Long> versions = new LinkedHashMap<>();
    private LogEpoch epoch;
    private S state;
    private long lastPosition;
    private boolean mayRemember;
    private boolean remembered;
    private boolean outOfOrder;

    /**
     * Nothing seen yet.
     *
     * @param timeLeft how long a read may take that starts now; positive
     * @param mayRemember whether the store may answer from memory
     */
    EventSight(EventStore store, Command<S, E> command, Supplier<Duration> timeLeft, boolean mayRemember) {
        this.store = store;
        this.command = command;
        this.timeLeft = timeLeft;
        this.mayRemember = mayRemember;
        this.family = Required.returned(command.eventType(), command, "eventType()");
        this.state = Required.returned(command.initialState(), command, "initialState()");
        this.epoch = store.epoch();
    }

    @Override
    public LogEpoch epoch() {
        return epoch;
    }

    @Override
    public S state() {
        return state;
    }

    @Override
    public Map<StreamId, Long> versions() {
        return versions;
    }

    @Override
    public long lastPosition() {
        return lastPosition;
    }

    @Override
    public boolean isRemembered() {
        return remembered;
    }

    /** None: events that are under way are for stream commands only. */
    @Override
    public List<AppendsUnderWay> underWay() {
        return List.of();
    }

    @Override
    public CompletableFuture<Void> settled() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isStored() {
        return true;
    }

    /** None: the state belongs to all the streams together. */
    @Override
    public List<SightSnapshots.Due<?>> snapshotsAfter(Writes<?> writes) {
        return List.of();
    }

    @Override
    public boolean maySurviveDiscovery() {
        return false;
    }

    @Override
    public void look(Set<StreamId> streams) {
        if (versions.isEmpty()) {
            epoch = store.epoch();
        }
        Optional<RememberedStreams> known = mayRemember ? store.remembered(streams) : Optional.empty();
        if (known.isPresent()) {
            remembered = true;
            known.get().events().forEach(this::fold);
            versions.putAll(known.get().versions());
        } else {
            versions.putAll(store.read(ReadRequest.of(streams).withTimeout(timeLeft.get()), this::fold));
        }
    }

    /** Reads what came since, unless it does not fit, or the log is another one: then the same versions may be other events. */
    @Override
    public void refresh() {
        if (store.epoch() != epoch || !readTail()) {
            startOver();
        }
    }

    /** Nothing of it is refused at once. */
    @Override
    public void trustMemoryAgain() {}

    @Override
    public void startOver() {
        epoch = store.epoch();
        mayRemember = false;
        remembered = false;
        outOfOrder = false;
        versions.clear();
        state = Required.returned(command.initialState(), command, "initialState()");
        lastPosition = 0;
    }

    /**
     * Reads what came since the last attempt, and brings all streams to one moment.
     *
     * @return false if it does not fit behind what was folded: the streams were remembered as they were at different
     *     moments, or the database was restored from a backup
     */
    private boolean readTail() {
        mayRemember = false;
        remembered = false;
        Map<StreamId, Long> before = Map.copyOf(versions);
        long folded = lastPosition;
        Map<StreamId, Long> now = store.read(new ReadRequest(versions, timeLeft.get()), event -> {
            outOfOrder |= event.position() < folded;
            if (!outOfOrder) {
                fold(event);
            }
        });
        versions.putAll(now);
        return !outOfOrder
                && now.entrySet().stream().allMatch(each -> each.getValue() >= before.getOrDefault(each.getKey(), 0L));
    }

    @SuppressWarnings("unchecked") // the payload is an instance of the command's event type
    private void fold(StoredEvent<Object> event) {
        if (event.payload() instanceof SplitPayload) {
            event.parts().forEach(this::fold);
            return;
        }
        if (!family.isInstance(event.payload())) {
            throw ForeignEventException.read(event, family);
        }
        state = Required.returned(command.apply(state, (StoredEvent<E>) (StoredEvent<?>) event), command, "apply()");
        lastPosition = Math.max(lastPosition, event.position());
    }
}
