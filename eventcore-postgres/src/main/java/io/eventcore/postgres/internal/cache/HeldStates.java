package io.eventcore.postgres.internal.cache;

import io.eventcore.StreamFold;
import io.eventcore.StreamState;
import io.eventcore.postgres.internal.cache.StateSizes.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for a stream besides its events: the states that folds have reached, and whether somebody has asked for the
 * events themselves. Shared by all the versions of one {@link RememberedStream}. Thread-safe.
 */
final class HeldStates {

    /** Folds are constants, so there are few; whoever makes a new one each time must not fill the memory. */
    private static final int MOST = 8;

    @SuppressWarnings("rawtypes") // a class has no type arguments
    private static final AtomicReferenceFieldUpdater<HeldStates, List> STATES =
            AtomicReferenceFieldUpdater.newUpdater(HeldStates.class, List.class, "states");

    private static final AtomicLongFieldUpdater<HeldStates> SEEN_VERSION =
            AtomicLongFieldUpdater.newUpdater(HeldStates.class, "seenVersion");

    // There is one of these for each stream, so no lock and no atomic object of its own.
    private volatile List<Held<?>> states = List.of();
    private volatile boolean eventsWanted;
    private volatile long seenVersion;

    <T> @Nullable StreamState<T> get(StreamFold<T, ?> fold) {
        for (Held<?> held : states) {
            if (held.fold() == fold) {
                @SuppressWarnings("unchecked") // put in under this very fold
                StreamState<T> state = (StreamState<T>) held.state();
                return state;
            }
        }
        return null;
    }

    /** How large the state of this fold is. */
    Size sizeOf(StreamFold<?, ?> fold) {
        for (Held<?> held : states) {
            if (held.fold() == fold) {
                return held.size();
            }
        }
        return Size.NONE;
    }

    /** Keeps this state unless a later one of the same fold is there. */
    <T> void put(StreamFold<T, ?> fold, StreamState<T> state, Size size) {
        List<Held<?>> present;
        do {
            present = states;
        } while (!STATES.compareAndSet(this, present, with(present, new Held<>(fold, state, size))));
    }

    private static List<Held<?>> with(List<Held<?>> present, Held<?> added) {
        List<Held<?>> next = new ArrayList<>(present.size() + 1);
        for (Held<?> held : present) {
            if (held.fold() != added.fold()) {
                next.add(held);
            } else if (held.state().version() > added.state().version()) {
                return present;
            }
        }
        next.add(added);
        return List.copyOf(next.size() > MOST ? next.subList(1, next.size()) : next);
    }

    boolean isEmpty() {
        return states.isEmpty();
    }

    /** The version of the state that is furthest behind; a huge number if there is none. */
    long oldest() {
        long oldest = Long.MAX_VALUE;
        for (Held<?> held : states) {
            oldest = Math.min(oldest, held.state().version());
        }
        return oldest;
    }

    long bytes() {
        long bytes = 0;
        for (Held<?> held : states) {
            bytes += held.size().bytes();
        }
        return bytes;
    }

    /** Somebody folds the events in a way of his own, so they must stay. */
    void wantEvents() {
        eventsWanted = true;
    }

    boolean areEventsWanted() {
        return eventsWanted;
    }

    /** A conflict has shown that the stream has this version. */
    void sawVersion(long version) {
        SEEN_VERSION.accumulateAndGet(this, version, Math::max);
    }

    /** The highest version that a conflict has shown. */
    long seenVersion() {
        return seenVersion;
    }

    private record Held<T>(StreamFold<T, ?> fold, StreamState<T> state, Size size) {}
}
