package io.eventcore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands of one executor that lost a stream to each other take turns at it, first come, first served. Without
 * it, a command that has waited long competes with all others again each time, and with those that have just come, and
 * some lose every attempt. Only commands that try again take turns: a first attempt waits for nobody.
 *
 * <p>Streams are taken in their order, so that commands of several streams never wait for each other in a circle.
 */
final class Turns {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<StreamId, Set<Place>> lines = new HashMap<>();
    private final ReentrantLock[] deciding =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    /** Who is to be called by a thread that is calling somebody already. */
    @SuppressWarnings("ThreadLocalUsage") // removed at the end of each call, so that none outlives this
    private final ThreadLocal<@Nullable Deque<Place>> calls = new ThreadLocal<>();

    /**
     * Queues up for these streams. The turn that the future brings must be ended; who cancels the future leaves the lines.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // what it returns is the same future once more
    CompletableFuture<Turn> take(Collection<StreamId> streams) {
        Turn turn = new Turn();
        CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
        for (StreamId stream : streams.stream().sorted().toList()) {
            taken = taken.thenCompose(before -> turn.queueUp(stream));
        }
        CompletableFuture<Turn> all = taken.thenApply(last -> turn);
        all.whenComplete((got, failure) -> {
            if (failure != null) {
                turn.end();
            }
        });
        return all;
    }

    /**
     * Tells those whose turn it is. What they do then may end their turn at once, and so on along the whole line: so who
     * is called meanwhile, by the same thread, waits until the one before has been told.
     */
    private void call(List<Place> next) {
        Deque<Place> queue = calls.get();
        if (queue != null) {
            queue.addAll(next);
            return;
        }
        Deque<Place> own = new ArrayDeque<>(next);
        calls.set(own);
        try {
            for (Place place = own.poll(); place != null; place = own.poll()) {
                place.turn.complete(null);
            }
        } finally {
            calls.remove();
        }
    }

    /** The lock under which commands that were refused at once on a stream decide again. Several streams may share it. */
    ReentrantLock deciding(StreamId stream) {
        return deciding[Math.floorMod(stream.hashCode(), deciding.length)];
    }

    /** Whether nobody has a turn or waits for one. */
    boolean isIdle() {
        lock.lock();
        try {
            return lines.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Somebody in a line, and whether it is their turn. */
    private static final class Place {
        private final CompletableFuture<Void> turn = new CompletableFuture<>();
    }

    /** The right to try, until it ends. */
    final class Turn {
        private final Map<StreamId, Place> places = new LinkedHashMap<>();
        private boolean ended;

        private CompletableFuture<Void> queueUp(StreamId stream) {
            Place place = new Place();
            lock.lock();
            try {
                if (ended) {
                    place.turn.cancel(false);
                    return place.turn;
                }
                places.put(stream, place);
                Set<Place> line = lines.computeIfAbsent(stream, none -> new LinkedHashSet<>());
                line.add(place);
                if (line.size() > 1) {
                    return place.turn;
                }
            } finally {
                lock.unlock();
            }
            place.turn.complete(null);
            return place.turn;
        }

        /** Lets the next ones try. A second call changes nothing. */
        void end() {
            List<Place> next = new ArrayList<>();
            lock.lock();
            try {
                ended = true;
                places.forEach((stream, place) -> leave(stream, place, next));
                places.clear();
            } finally {
                lock.unlock();
            }
            if (!next.isEmpty()) {
                call(next);
            }
        }

        private void leave(StreamId stream, Place place, List<Place> next) {
            Set<Place> line = lines.getOrDefault(stream, new LinkedHashSet<>());
            boolean hadTheTurn = !line.isEmpty() && line.iterator().next() == place;
            line.remove(place);
            if (line.isEmpty()) {
                lines.remove(stream);
            } else if (hadTheTurn) {
                next.add(line.iterator().next());
            }
        }
    }
}
