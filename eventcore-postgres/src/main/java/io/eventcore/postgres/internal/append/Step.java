package io.eventcore.postgres.internal.append;

import io.eventcore.StreamFold;
import io.eventcore.StreamState;
import io.eventcore.postgres.internal.codec.EventRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request that is under way will do to one stream, and the step before it that is under way too. Thread-safe: all
 * but {@link #forgetBefore()} only reads.
 */
final class Step {

    /** For so many folds the state after a step is kept, until one after a later step is. */
    private static final int FOLDS = 4;

    private final PendingAppend append;
    private final List<EncodedEvent> events;
    private final long from;
    private volatile @Nullable Step before;
    private volatile List<Reached<?>> reached = List.of();

    /**
     * A step.
     *
     * @param events those of the request for this stream
     * @param from the version that the stream has before
     * @param before the step that leads there, if it is under way
     */
    Step(PendingAppend append, List<EncodedEvent> events, long from, @Nullable Step before) {
        this.append = append;
        this.events = events;
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

    /** The step that this one comes after, if that is still under way. */
    @Nullable Step before() {
        Step earlier = before;
        return earlier == null || earlier.append.isSettled() ? null : earlier;
    }

    /** The step is done: what came before it was done earlier. */
    void forgetBefore() {
        before = null;
    }

    /**
     * The state of the stream after this step.
     *
     * @param stored its state by what is stored
     * @return null if this step does not follow from there, or the fold does not know one of the events
     */
    <T> @Nullable StreamState<T> after(StreamState<T> stored, StreamFold<T, ?> fold, EventRows rows) {
        Deque<Step> ahead = new ArrayDeque<>();
        StreamState<T> state = null;
        Step known = this;
        for (Step step = this; step != null && state == null; step = step.before) {
            state = step.to() <= stored.version() ? stored : step.reachedBy(fold);
            known = step;
            if (state == null) {
                ahead.push(step);
            }
            if (step.from == stored.version()) {
                break;
            }
        }
        state = state == null ? stored : state;
        for (Step step : ahead) {
            state = state.version() == step.from ? step.apply(state, fold, rows) : null;
            if (state == null) {
                return null;
            }
        }
        keep(new Reached<>(fold, state));
        if (known != this) {
            known.forget(fold); // who comes next begins here, and a state may be large
        }
        return state;
    }

    private <T> @Nullable StreamState<T> apply(StreamState<T> start, StreamFold<T, ?> fold, EventRows rows) {
        T state = start.state();
        long version = from;
        for (EncodedEvent event : events) {
            Object payload = event.payload(rows, ++version, 0);
            if (!fold.eventType().isInstance(payload)) {
                return null;
            }
            state = fold.apply(state, payload);
        }
        return new StreamState<>(version, start.position(), state);
    }

    private <T> @Nullable StreamState<T> reachedBy(StreamFold<T, ?> fold) {
        for (Reached<?> known : reached) {
            if (known.fold == fold) {
                @SuppressWarnings("unchecked") // it was reached by this very fold
                StreamState<T> state = (StreamState<T>) known.state;
                return state;
            }
        }
        return null;
    }

    /** Two threads may do this at once; then one of the states is worked out again. */
    private void keep(Reached<?> state) {
        if (state.state.version() == to() && reachedBy(state.fold) == null) {
            List<Reached<?>> more = new ArrayList<>(reached.subList(0, Math.min(reached.size(), FOLDS - 1)));
            more.add(0, state);
            reached = List.copyOf(more);
        }
    }

    private void forget(StreamFold<?, ?> fold) {
        if (!reached.isEmpty()) {
            reached = reached.stream().filter(state -> state.fold != fold).toList();
        }
    }

    private record Reached<T>(StreamFold<T, ?> fold, StreamState<T> state) {}
}
