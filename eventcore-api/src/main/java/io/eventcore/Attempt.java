package io.eventcore;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at a command: reads its streams, folds their events, and lets it decide. When the decision came too late,
 * the same object can try again, and reads only what came in between.
 */
final class Attempt<S, E> {

    private final EventStore store;
    private final Command<S, E> command;
    private final int discoveryLimit;
    private final Supplier<Duration> timeLeft;
    private final Class<?> family;

    private final Map<StreamId, Long> versions = new LinkedHashMap<>();
    private S state;
    private long lastPosition;
    private int rounds;
    private boolean mayRemember;
    private boolean remembered;
    private boolean oneMoment;
    private boolean outOfOrder;
    private Writes<E> writes = Writes.none();

    /**
     * An attempt that has read nothing yet.
     *
     * @param timeLeft how long a read may take that starts now; positive
     * @param mayRemember whether the store may answer from memory
     */
    Attempt(
            EventStore store,
            Command<S, E> command,
            int discoveryLimit,
            Supplier<Duration> timeLeft,
            boolean mayRemember) {
        this.store = store;
        this.command = command;
        this.discoveryLimit = discoveryLimit;
        this.timeLeft = timeLeft;
        this.mayRemember = mayRemember;
        this.family = command.eventType();
        this.state = command.initialState();
    }

    /** The streams that were read, with the versions that they had. */
    Map<StreamId, Long> versions() {
        return versions;
    }

    /** What the command decided on. */
    Writes<E> writes() {
        return writes;
    }

    /** The highest position that was read, 0 if there was none. */
    long lastPosition() {
        return lastPosition;
    }

    /**
     * Reads the streams and lets the command decide. An append checks every stream that was read, so a decision to write
     * needs no more. A rejection, and a decision that there is nothing to do, are right only about a state that the
     * streams had together at one moment; and whatever else goes wrong on remembered streams may go wrong only there. So
     * those are confirmed, and made again if a stream has moved.
     */
    void readAndDecide() {
        RuntimeException failure = decide();
        boolean confirm = failure != null || writes.isEmpty();
        if (confirm && remembered && haveMoved()) {
            startOver();
            failure = decide();
        }
        if (failure instanceof CommandRejectedException || (failure == null && writes.isEmpty())) {
            refuseUnlessOneMoment();
        }
        if (failure != null) {
            throw failure;
        }
        refuseForeignWrites();
    }

    private @Nullable RuntimeException decide() {
        writes = Writes.none();
        try {
            readStreams();
            writes = command.handle(state);
            return null;
        } catch (RuntimeException failure) {
            return failure;
        }
    }

    /** Forgets everything, and what the store remembers. */
    private void startOver() {
        mayRemember = false;
        remembered = false;
        outOfOrder = false;
        versions.clear();
        state = command.initialState();
        lastPosition = 0;
    }

    /**
     * Whether {@link #readAndDecide()} may be called again. After several rounds of reading it may not: what was found
     * by events that have been joined by others since might not be found again.
     */
    boolean canGoOn() {
        return rounds == 1;
    }

    private void readStreams() {
        if (!versions.isEmpty() && !readTail()) {
            startOver();
        }
        rounds = versions.isEmpty() ? 0 : 1;
        Set<StreamId> next = versions.isEmpty() ? declared() : discovered();
        while (!next.isEmpty()) {
            rounds++;
            Optional<RememberedStreams> known = mayRemember ? store.remembered(next) : Optional.empty();
            if (known.isPresent()) {
                remembered = true;
                known.get().events().forEach(this::fold);
                versions.putAll(known.get().versions());
            } else {
                versions.putAll(store.read(ReadRequest.of(next).withTimeout(timeLeft.get()), this::fold));
            }
            oneMoment = rounds == 1 && !remembered;
            next = discovered();
        }
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
        oneMoment = true;
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

    /** Whether the storage has other versions of the streams than were decided on. If not, they are of one moment. */
    private boolean haveMoved() {
        if (versions.isEmpty()) {
            return true; // it went wrong before there was a version
        }
        oneMoment = versionsNow().equals(versions);
        return !oneMoment;
    }

    private Map<StreamId, Long> versionsNow() {
        return store.read(new ReadRequest(versions, timeLeft.get()), event -> {});
    }

    private Set<StreamId> declared() {
        Set<StreamId> declared = command.streams().ids();
        if (declared.isEmpty()) {
            throw new InvalidStreamException(
                    command.getClass().getName() + " names no stream: streams() returns at least one.");
        }
        return declared;
    }

    private Set<StreamId> discovered() {
        Set<StreamId> named = command.discover(state).ids();
        if (named.isEmpty()) {
            return named;
        }
        Set<StreamId> found = new LinkedHashSet<>(named);
        found.removeAll(versions.keySet());
        if (!found.isEmpty() && rounds > discoveryLimit) {
            throw new DiscoveryLimitException("Stream discovery of "
                    + command.getClass().getName() + " still found new streams, " + found + ", after "
                    + discoveryLimit + " rounds.");
        }
        return found;
    }

    @SuppressWarnings("unchecked") // the payload is an instance of the command's event type
    private void fold(StoredEvent<Object> event) {
        if (!family.isInstance(event.payload())) {
            throw ForeignEventException.read(event, family);
        }
        state = command.apply(state, (StoredEvent<E>) (StoredEvent<?>) event);
        lastPosition = Math.max(lastPosition, event.position());
    }

    /** One read is of one moment; several are if nothing has moved since. */
    private void refuseUnlessOneMoment() {
        if (oneMoment) {
            return;
        }
        Map<StreamId, Long> now = versionsNow();
        versions.forEach((stream, version) -> {
            long actual = now.getOrDefault(stream, 0L);
            if (actual != version) {
                throw new VersionConflictException(stream, ExpectedVersion.exactly(version), actual);
            }
        });
    }

    private void refuseForeignWrites() {
        for (Writes.Write write : writes.toList()) {
            if (!versions.containsKey(write.stream())) {
                throw new UndeclaredStreamException(write.stream(), versions.keySet());
            }
            if (!family.isInstance(write.event())) {
                throw ForeignEventException.written(write, family);
            }
        }
    }
}
