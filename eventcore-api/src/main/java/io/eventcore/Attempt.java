package io.eventcore;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

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
    private Writes<E> writes = Writes.none();

    /** @param timeLeft how long a read may take that starts now; positive */
    Attempt(EventStore store, Command<S, E> command, int discoveryLimit, Supplier<Duration> timeLeft) {
        this.store = store;
        this.command = command;
        this.discoveryLimit = discoveryLimit;
        this.timeLeft = timeLeft;
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
     * streams had together at one moment.
     */
    void readAndDecide() {
        try {
            readStreams();
            writes = command.handle(state);
        } catch (CommandRejectedException rejection) {
            refuseUnlessOneMoment();
            throw rejection;
        }
        if (writes.isEmpty()) {
            refuseUnlessOneMoment();
        }
        refuseForeignWrites();
    }

    /**
     * Whether {@link #readAndDecide()} may be called again. After several rounds of reading it may not: what was found
     * by events that have been joined by others since might not be found again.
     */
    boolean canGoOn() {
        return rounds == 1;
    }

    private void readStreams() {
        ReadRequest next = versions.isEmpty() ? ReadRequest.of(declared()) : new ReadRequest(versions);
        Set<StreamId> found;
        rounds = 0;
        do {
            rounds++;
            versions.putAll(store.read(next.withTimeout(timeLeft.get()), this::fold));
            found = discovered();
            if (!found.isEmpty()) {
                next = ReadRequest.of(found);
            }
        } while (!found.isEmpty());
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
        Set<StreamId> found = new LinkedHashSet<>(command.discover(state).ids());
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
        if (rounds <= 1) {
            return;
        }
        Map<StreamId, Long> now = store.read(new ReadRequest(versions, timeLeft.get()), event -> {});
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
