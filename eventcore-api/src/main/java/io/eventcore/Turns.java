package io.eventcore;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Makes commands of one executor that lost a stream to each other take turns at it, first come, first served. Without
 * it, a command that has waited long competes with all others again each time, and with those that have just come, and
 * some lose every attempt. Only commands that try again take turns: a first attempt waits for nobody.
 *
 * <p>Streams are taken in their order, so that commands of several streams never wait for each other in a circle.
 */
final class Turns {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<StreamId, Deque<CompletableFuture<Void>>> lines = new HashMap<>();
    private final ReentrantLock[] deciding =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    /** Queues up for these streams. The turn that the future brings must be ended. */
    CompletableFuture<Turn> take(Collection<StreamId> streams) {
        List<StreamId> ordered = streams.stream().sorted().toList();
        CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
        for (StreamId stream : ordered) {
            taken = taken.thenCompose(before -> queueUp(stream));
        }
        return taken.thenApply(all -> new Turn(ordered));
    }

    private CompletableFuture<Void> queueUp(StreamId stream) {
        CompletableFuture<Void> place = new CompletableFuture<>();
        lock.lock();
        try {
            Deque<CompletableFuture<Void>> line = lines.computeIfAbsent(stream, none -> new ArrayDeque<>());
            line.add(place);
            if (line.peekFirst() != place) {
                return place;
            }
        } finally {
            lock.unlock();
        }
        place.complete(null);
        return place;
    }

    private void leave(StreamId stream) {
        CompletableFuture<Void> next;
        lock.lock();
        try {
            Deque<CompletableFuture<Void>> line = lines.getOrDefault(stream, new ArrayDeque<>());
            line.pollFirst();
            next = line.peekFirst();
            if (next == null) {
                lines.remove(stream);
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.complete(null);
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
        private final List<StreamId> streams;

        private Turn(List<StreamId> streams) {
            this.streams = streams;
        }

        /** Lets the next ones try. Called once. */
        void end() {
            streams.forEach(Turns.this::leave);
        }
    }
}
