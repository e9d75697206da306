package io.eventcore.postgres.internal.append;

import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests that use one stream, in the order in which they came: those that a lane carries out, and behind them those
 * that wait. A writer is alone in its place; those that only read the stream, expect the same version and came one after the
 * other share a place, and may be taken in any order. Used under the lock of the queue.
 */
final class Line {

    private final StreamId stream;
    private final LinkedHashSet<Place> waiting = new LinkedHashSet<>();
    private @Nullable Place last;

    private int taken;
    private boolean takenToWrite;
    private @Nullable ExpectedVersion takenAt;

    Line(StreamId stream) {
        this.stream = stream;
    }

    StreamId stream() {
        return stream;
    }

    boolean isEmpty() {
        return taken == 0 && waiting.isEmpty();
    }

    /** Queues up. */
    Use add(PendingAppend append, ExpectedVersion expected) {
        boolean writes = append.addedTo(stream) > 0;
        Place place = last;
        if (place == null || writes || !expected.equals(place.readAt)) {
            place = new Place(writes ? null : expected);
            waiting.add(place);
            last = place;
        }
        Use use = new Use(this, append, expected, writes, place);
        place.uses.add(use);
        return use;
    }

    /** Those that nobody is before. */
    Collection<Use> front() {
        return waiting.isEmpty() ? List.of() : List.copyOf(waiting.iterator().next().uses);
    }

    /** Whether a request may be taken, as far as this stream is concerned. */
    private boolean admits(Use use, long batch) {
        return !waiting.isEmpty()
                && waiting.iterator().next() == use.place
                && (taken == 0 || use.restsOnOneOf(batch) || readsTheSame(use));
    }

    private boolean readsTheSame(Use use) {
        return !use.writes && !takenToWrite && use.expected.equals(takenAt) && !use.restsOnOpen();
    }

    /** A request does not wait any more. Returns whether others are in front now. */
    private boolean leave(Use use) {
        Place place = use.place;
        boolean wasInFront = !waiting.isEmpty() && waiting.iterator().next() == place;
        place.uses.remove(use);
        if (!place.uses.isEmpty()) {
            return false;
        }
        waiting.remove(place);
        if (last == place) {
            last = null;
        }
        return wasInFront;
    }

    private boolean take(Use use) {
        taken++;
        takenToWrite |= use.writes;
        takenAt = use.expected;
        return leave(use);
    }

    /** A request that was taken has ended. Returns whether the stream is free now. */
    private boolean release() {
        taken--;
        takenToWrite &= taken > 0;
        return taken == 0;
    }

    /** One writer, or readers of one version. */
    private static final class Place {
        private final @Nullable ExpectedVersion readAt;
        private final Set<Use> uses = new LinkedHashSet<>();

        Place(@Nullable ExpectedVersion readAt) {
            this.readAt = readAt;
        }
    }

    /** What a request does with a stream. */
    static final class Use {
        private final Line line;
        private final PendingAppend append;
        private final ExpectedVersion expected;
        private final boolean writes;
        private final Place place;

        private Use(Line line, PendingAppend append, ExpectedVersion expected, boolean writes, Place place) {
            this.line = line;
            this.append = append;
            this.expected = expected;
            this.writes = writes;
            this.place = place;
        }

        Line line() {
            return line;
        }

        PendingAppend append() {
            return append;
        }

        /** Whether the request may be taken into this batch, or, if it is 0, into any; as far as this stream is concerned. */
        boolean isAdmitted(long batch) {
            return line.admits(this, batch);
        }

        /** The request is taken. Returns whether others are in front of the line now. */
        boolean take() {
            return line.take(this);
        }

        /** The request waits no more. Returns whether others are in front of the line now. */
        boolean leave() {
            return line.leave(this);
        }

        /** The request, which was taken, has ended. Returns whether the stream is free now. */
        boolean release() {
            return line.release();
        }

        private boolean restsOnOneOf(long batch) {
            PendingAppend basis = append.basisOf(line.stream);
            return basis != null && basis.isTakenInto(batch);
        }

        private boolean restsOnOpen() {
            PendingAppend basis = append.basisOf(line.stream);
            return basis != null && !basis.isStored();
        }
    }
}
