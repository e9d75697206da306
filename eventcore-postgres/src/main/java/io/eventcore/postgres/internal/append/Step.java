package io.eventcore.postgres.internal.append;

import io.eventcore.StreamFold;
import io.eventcore.StreamState;
import io.eventcore.postgres.internal.codec.EventRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request that is under way will do to one stream, and the step before it that is under way too. Thread-safe: all
 * but {@link #forgetBefore()} only reads.
 */
final class Step {

    private final PendingAppend append;
    private final List<EncodedEvent> events;
    private final long from;
    private volatile @Nullable Step before;
    private volatile @Nullable Reached<?> reached;

    /**
     * A step.
     *
     * @param events those of the request for this stream
     * @param from the version that the stream has before
     * @param before the step that leads there, if it is under way
     */
    Step(PendingAppend append, List<EncodedEvent> events, long from, @Nullable Step before) {
        this.append = append;
        this.events = new ArrayList<>(events);
        this.from = from;
        this.before = before;
    }

    PendingAppend append() {
        return append;
    }

    /** The version that the stream will have. */
    long to() {
        return from + events.size();
    }

    /** The step is done: what came before it was done earlier. */
    void forgetBefore() {
        before = null;
    }

    /** Whether this step is, or comes after, one of this request. */
    boolean restsOn(PendingAppend other) {
        for (Step step = this; step != null; step = step.before) {
            if (step.append == other) {
                return true;
            }
        }
        return false;
    }

    /**
     * The state of the stream after this step.
     *
     * @param stored its state by what is stored
     * @return null if this step does not follow from there, or the fold does not know one of the events
     */
    <T> @Nullable StreamState<T> after(StreamState<T> stored, StreamFold<T, ?> fold, EventRows rows) {
        if (stored.version() >= to()) {
            return stored;
        }
        StreamState<T> known = reachedBy(fold);
        if (known != null) {
            return known;
        }
        Step earlier = before;
        StreamState<T> start = from == stored.version() || earlier == null ? stored : earlier.after(stored, fold, rows);
        if (start == null || start.version() != from) {
            return null;
        }
        T state = start.state();
        long version = from;
        for (EncodedEvent event : events) {
            Object payload = event.payload(rows, ++version, 0);
            if (!fold.eventType().isInstance(payload)) {
                return null;
            }
            state = fold.apply(state, payload);
        }
        StreamState<T> end = new StreamState<>(to(), stored.position(), state);
        reached = new Reached<>(fold, end);
        return end;
    }

    private <T> @Nullable StreamState<T> reachedBy(StreamFold<T, ?> fold) {
        Reached<?> last = reached;
        if (last == null || last.fold() != fold) {
            return null;
        }
        @SuppressWarnings("unchecked") // it was reached by this very fold
        StreamState<T> state = (StreamState<T>) last.state();
        return state;
    }

    private record Reached<T>(StreamFold<T, ?> fold, StreamState<T> state) {}
}
