package io.eventcore.postgres.internal.append;

import io.eventcore.AppendsUnderWay;
import io.eventcore.ExpectedVersion;
import io.eventcore.RememberedStates;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.VersionConflictException;
import io.eventcore.postgres.internal.codec.EventRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the requests of this process that are under way will do to their streams, so that further commands can decide on it
 * before it is stored. A request that rests on others is sent only when these are stored, or in one call with them as one
 * unit; if one of them is not stored, neither is it.
 *
 * <p>Read by any thread; changed under the lock of the queue.
 */
public final class UnderWay {

    private final boolean on;
    private final EventRows rows;
    private final Map<StreamId, Step> last = new ConcurrentHashMap<>();

    /**
     * Nothing under way yet.
     *
     * @param on whether commands may decide on what is not stored yet
     * @param rows decodes it as what is stored
     */
    public UnderWay(boolean on, EventRows rows) {
        this.on = on;
        this.rows = rows;
    }

    /** These states, and those that they will have become when what is under way is stored. */
    public <T> RememberedStates<T> extend(RememberedStates<T> known, StreamFold<T, ?> fold) {
        if (last.isEmpty() || known.behind()) {
            return known;
        }
        Map<StreamId, StreamState<T>> states = new LinkedHashMap<>(known.stored());
        Map<StreamId, PendingAppend> basis = new LinkedHashMap<>();
        known.stored().forEach((stream, stored) -> {
            Step step = last.get(stream);
            StreamState<T> after = step == null ? null : step.after(stored, fold, rows);
            if (step != null && after != null && after.version() > stored.version()) {
                states.put(stream, after);
                basis.put(stream, step.append());
            }
        });
        return basis.isEmpty()
                ? known
                : new RememberedStates<>(known.stored(), states, false, Optional.of(new Basis(basis)));
    }

    /**
     * Lets others decide on a request that is about to wait, if it was itself decided on what is remembered.
     *
     * @throws VersionConflictException if it was decided on something else than what is under way now
     */
    void enter(PendingAppend append) {
        if (!on || !append.mayBeBuiltOn()) {
            return;
        }
        append.expected().forEach((stream, expected) -> refuseIfMoved(append, stream, expected));
        append.expected().forEach((stream, expected) -> {
            if (append.addedTo(stream) > 0) {
                Step step = new Step(append, append.eventsOf(stream), versionOf(expected), last.get(stream));
                last.put(stream, step);
                append.makes(step);
            }
        });
    }

    /** A request that was decided on what is remembered expects a version of each stream. */
    private static long versionOf(ExpectedVersion expected) {
        return expected instanceof ExpectedVersion.Exactly exactly ? exactly.version() : 0;
    }

    private void refuseIfMoved(PendingAppend append, StreamId stream, ExpectedVersion expected) {
        Step step = last.get(stream);
        PendingAppend basis = append.basisOf(stream);
        boolean cameBetween = step != null && step.append() != basis;
        boolean rests = basis == null || basis.isStored() || (step != null && step.append() == basis);
        if (cameBetween || !rests || (step != null && !expected.matches(step.to()))) {
            throw new VersionConflictException(stream, expected, step == null ? 0 : step.to());
        }
    }

    /** A request has ended: its events are stored, or they are not and nobody may decide on them any more. */
    void leave(PendingAppend append, boolean stored) {
        if (!append.mayBeBuiltOn()) {
            return;
        }
        for (StreamId stream : append.expected().keySet()) {
            Step step = last.get(stream);
            if (step != null && (stored ? step.append() == append : step.restsOn(append))) {
                last.remove(stream);
            }
        }
    }

    /** Which request the state of each stream rests on. */
    static final class Basis implements AppendsUnderWay {
        private volatile Map<StreamId, PendingAppend> appends;

        Basis(Map<StreamId, PendingAppend> appends) {
            this.appends = appends;
        }

        Map<StreamId, PendingAppend> appends() {
            return appends;
        }

        /** All is known: else each request would keep the one before it in memory, and so all that ever were. */
        void clear() {
            appends = Map.of();
        }

        @Override
        public void await(Duration timeout) {
            List<CompletableFuture<?>> outcomes = new ArrayList<>();
            appends.values().forEach(append -> outcomes.add(append.outcome()));
            try {
                CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                        .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                AppendLanes.log.trace("An append that was waited for was not stored, or not in time.", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
