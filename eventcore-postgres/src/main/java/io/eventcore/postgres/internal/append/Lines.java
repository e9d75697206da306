package io.eventcore.postgres.internal.append;

import io.eventcore.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A line of requests for each stream, and the requests that are in front of every line that they stand in, so that neither
 * a long line nor a stream that is blocked costs those on other streams anything. Used under the lock of the queue.
 *
 * <p>A request may be taken if each of its streams is free; or is only read, by all that were taken, at the version that it
 * expects as well; or if, there, it rests on a request of the very batch that it would be taken into.
 */
final class Lines {

    private static final Comparator<PendingAppend> IN_ORDER = Comparator.comparingLong(PendingAppend::number);

    private final Map<StreamId, Line> lines = new HashMap<>();

    /** Holds all that may be taken into any batch, and maybe some more. */
    private final NavigableSet<PendingAppend> ready = new TreeSet<>(IN_ORDER);

    private long batches;

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Queues up. Returns whether it may be taken at once. */
    boolean add(PendingAppend append) {
        List<Line.Use> uses = new ArrayList<>(append.expected().size());
        append.expected()
                .forEach((stream, expected) ->
                        uses.add(lines.computeIfAbsent(stream, Line::new).add(append, expected)));
        append.standsIn(uses);
        return addIfReady(append);
    }

    private boolean addIfReady(PendingAppend append) {
        return isAdmitted(append, 0) && ready.add(append);
    }

    private static boolean isAdmitted(PendingAppend append, long batch) {
        for (Line.Use use : append.uses()) {
            if (!use.isAdmitted(batch)) {
                return false;
            }
        }
        return true;
    }

    /** A request that waited does so no more. */
    void remove(PendingAppend append) {
        ready.remove(append);
        List<Line> changed = new ArrayList<>();
        for (Line.Use use : append.uses()) {
            if (use.leave()) {
                changed.add(use.line());
            }
            forgetIfEmpty(use.line());
        }
        changed.forEach(this::lookAtFront);
    }

    /** A request that was taken has ended. */
    void release(PendingAppend append) {
        List<Line> changed = new ArrayList<>();
        for (Line.Use use : append.uses()) {
            if (use.release()) {
                changed.add(use.line());
            }
            forgetIfEmpty(use.line());
        }
        changed.forEach(this::lookAtFront);
    }

    private void lookAtFront(Line line) {
        line.front().forEach(use -> addIfReady(use.append()));
    }

    private void forgetIfEmpty(Line line) {
        if (line.isEmpty()) {
            lines.remove(line.stream());
        }
    }

    /**
     * Takes requests in their order, each followed by those that rest on it.
     *
     * @param accept is shown each request that may be taken; it is taken if this says so, else nothing more is
     * @param isGone whether a request is not to be taken at all; those were removed before this returns
     */
    List<PendingAppend> take(Predicate<PendingAppend> isGone, Predicate<PendingAppend> accept) {
        long batch = ++batches;
        List<PendingAppend> taken = new ArrayList<>();
        PriorityQueue<PendingAppend> joining = new PriorityQueue<>(IN_ORDER);
        PendingAppend next;
        while ((next = first(joining)) != null) {
            if (!next.isWaiting() || isGone.test(next) || !isAdmitted(next, batch)) {
                continue;
            }
            if (!accept.test(next)) {
                joining.add(next);
                break;
            }
            next.takeInto(batch);
            taken.add(next);
            for (Line.Use use : next.uses()) {
                if (use.take()) {
                    use.line().front().forEach(follower -> joining.add(follower.append()));
                }
            }
        }
        joining.stream().filter(PendingAppend::isWaiting).forEach(this::addIfReady);
        return taken;
    }

    private @Nullable PendingAppend first(PriorityQueue<PendingAppend> joining) {
        PendingAppend head = joining.peek();
        if (head == null || (!ready.isEmpty() && IN_ORDER.compare(ready.first(), head) < 0)) {
            return ready.pollFirst();
        }
        return joining.poll();
    }
}
