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
    private final Map<StreamId, Set<CompletableFuture<Void>>> lines = new HashMap<>();
    private final ReentrantLock[] deciding =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    /** Who is to be called by a thread that is calling somebody already. */
    private final ThreadLocal<@Nullable Deque<CompletableFuture<Void>>> calls = new ThreadLocal<>();

    /**
     * Queues up for these streams. The turn that the future brings must be ended; who cancels the future leaves the lines.
     */
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
    private void call(List<CompletableFuture<Void>> next) {
        Deque<CompletableFuture<Void>> queue = calls.get();
        if (queue != null) {
            queue.addAll(next);
            return;
        }
        Deque<CompletableFuture<Void>> own = new ArrayDeque<>(next);
        calls.set(own);
        try {
            for (CompletableFuture<Void> place = own.poll(); place != null; place = own.poll()) {
                place.complete(null);
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

    /** The right to try, until it ends. */
    final class Turn {
        private final Map<StreamId, CompletableFuture<Void>> places = new LinkedHashMap<>();
        private boolean ended;

        private CompletableFuture<Void> queueUp(StreamId stream) {
            CompletableFuture<Void> place = new CompletableFuture<>();
            lock.lock();
            try {
                if (ended) {
                    place.cancel(false);
                    return place;
                }
                places.put(stream, place);
                Set<CompletableFuture<Void>> line = lines.computeIfAbsent(stream, none -> new LinkedHashSet<>());
                line.add(place);
                if (line.size() > 1) {
                    return place;
                }
            } finally {
                lock.unlock();
            }
            place.complete(null);
            return place;
        }

        /** Lets the next ones try. A second call changes nothing. */
        void end() {
            List<CompletableFuture<Void>> next = new ArrayList<>();
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

        private void leave(StreamId stream, CompletableFuture<Void> place, List<CompletableFuture<Void>> next) {
            Set<CompletableFuture<Void>> line = lines.getOrDefault(stream, new LinkedHashSet<>());
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
