package io.eventcore.postgres.internal.append;

import io.eventcore.ExpectedVersion;
import io.eventcore.RememberedStates;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.VersionConflictException;
import io.eventcore.postgres.internal.codec.EventRows;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The append that is under way last in each stream, so that further commands can decide on it before it is stored. The
 * rules, which hold for every request alike:
 *
 * <ol>
 *   <li>A request says of each of its streams, written or only read, which append under way it was decided on: exactly that
 *       one must be the last there, by identity, or, if it named none or that one is stored, there must be none. Else it
 *       is refused at once. One that does not say it waits for its turn, rests on nothing, and nothing rests on it.
 *   <li>If it writes, it becomes its streams' last append under way.
 *   <li>If it is not stored, whatever the reason, all that rest on it are refused, and those that rest on them.
 *   <li>A call takes it if all that it rests on is stored or goes in the same call before it, as a unit that is stored or
 *       refused whole; and if it expects of each stream the first expected version plus what was added before it.
 *   <li>An answer that appends nothing is given when all that it rests on is known to be stored.
 * </ol>
 *
 * <p>The first three are here and in {@link AppendQueue}; the fourth is in {@link Lines} and {@link Expectations}, the fifth in
 * {@link Basis#awaitStored}. Read by any thread; changed under the lock of the queue.
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
        if (!on || known.behind()) {
            return known;
        }
        Map<StreamId, StreamState<T>> states = new LinkedHashMap<>(known.stored());
        Map<StreamId, PendingAppend> basis = new LinkedHashMap<>();
        known.stored().forEach((stream, stored) -> {
            Step step = last.get(stream);
            StreamState<T> after = step == null ? null : after(step, stored, fold);
            if (step != null && after != null && after.version() > stored.version()) {
                states.put(stream, after);
                basis.put(stream, step.append());
            }
        });
        return new RememberedStates<>(known.stored(), states, false, Optional.of(new Basis(basis)));
    }

    /** Null also if the fold fails on what may never be stored: then nobody decides on that. */
    private <T> @Nullable StreamState<T> after(Step step, StreamState<T> stored, StreamFold<T, ?> fold) {
        try {
            return step.after(stored, fold, rows);
        } catch (Throwable failure) {
            AppendLanes.log.debug("What is under way in a stream cannot be folded, so it is waited for.", failure);
            return null;
        }
    }

    /**
     * A request is about to wait.
     *
     * @throws VersionConflictException if it was decided on something else than what is under way now
     */
    void enter(PendingAppend append) {
        if (!append.knowsWhatIsUnderWay()) {
            return;
        }
        append.expected().forEach((stream, expected) -> refuseUnlessDecidedOnTheLast(append, stream, expected));
        for (PendingAppend basis : append.basis()) {
            if (!basis.isSettled()) {
                basis.carries(append);
            }
        }
        append.eventsByStream().forEach((stream, events) -> {
            ExpectedVersion expected = append.expected().get(stream);
            if (expected != null && !(expected instanceof ExpectedVersion.Any)) {
                Step step = new Step(append, events, versionOf(expected), last.get(stream));
                last.put(stream, step);
                append.makes(step);
            }
        });
    }

    private static long versionOf(ExpectedVersion expected) {
        return expected instanceof ExpectedVersion.Exactly exactly ? exactly.version() : 0;
    }

    private void refuseUnlessDecidedOnTheLast(PendingAppend append, StreamId stream, ExpectedVersion expected) {
        Step step = last.get(stream);
        PendingAppend basis = append.basisOf(stream);
        boolean fits = step == null
                ? basis == null || basis.isStored()
                : step.append() == basis && expected.matches(step.to());
        if (!fits) {
            throw new VersionConflictException(stream, expected, step == null ? 0 : step.to());
        }
    }

    /** A request has ended: its events are stored, or they are not and nobody may decide on them any more. */
    void leave(PendingAppend append) {
        if (!append.knowsWhatIsUnderWay()) {
            return;
        }
        for (StreamId stream : append.expected().keySet()) {
            Step step = last.get(stream);
            if (step != null && step.append() == append) {
                Step before = step.before();
                if (before == null) {
                    last.remove(stream);
                } else {
                    last.put(stream, before);
                }
            }
        }
    }
}
