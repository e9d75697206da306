package io.eventcore.postgres.internal.snapshot;

import io.eventcore.EventCodec;
import io.eventcore.EventCoreException;
import io.eventcore.LogEpoch;
import io.eventcore.Snapshots;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.snapshot.SnapshotTable.Bad;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots on a thread of its own, which starts with the first one and ends when there was none for a while. Of a
 * stream and a fold only the latest state waits; when too many wait, or too large ones, further ones are dropped. How large
 * a state is shows when it is written; one that waits counts as the largest so far of its fold. Thread-safe.
 */
final class SnapshotWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SnapshotWriter.class);

    /** As for events: far below what PostgreSQL can hold, and far above what a state should be. */
    private static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    /** What may wait, by the length of its JSON. */
    private static final long MAX_WAITING_CHARACTERS = 8L * 1024 * 1024;

    /** A state of a fold of which none was written yet: few of these wait. */
    private static final long UNKNOWN_CHARACTERS = 512L * 1024;

    /** Names are constants. Whoever makes them up must not fill the memory. */
    private static final int MOST_FOLDS = 1_000;

    private static final Duration STATEMENT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long IDLE_SECONDS = 30;

    private final SnapshotTable table;
    private final EventCodec codec;
    private final SnapshotTelemetry telemetry;
    private final int capacity;
    private final ThreadPoolExecutor thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Task> waiting = new LinkedHashMap<>();
    private final Map<Fold, Long> largest = new HashMap<>();
    private long waitingCharacters;
    private boolean running;
    private volatile boolean closed;

    SnapshotWriter(SnapshotTable table, EventCodec codec, SnapshotTelemetry telemetry, String name, int capacity) {
        this.table = table;
        this.codec = codec;
        this.telemetry = telemetry;
        this.capacity = capacity;
        this.thread =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread daemon = new Thread(task, name);
                    daemon.setDaemon(true);
                    daemon.setUncaughtExceptionHandler(
                            (ended, error) -> log.error("An error has ended the writing of a snapshot.", error));
                    return daemon;
                });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Whose snapshots. */
    private record Fold(String name, int version) {}

    /** Of what a snapshot is. */
    private record Key(StreamId stream, Fold fold) {}

    /**
     * What is to be done for a stream and a fold.
     *
     * @param bad a snapshot to delete first, if there is one
     * @param version of the snapshot to write then, 0 for none
     * @param state its state
     * @param readIn the epoch of the log that the state belongs to, if that is known
     */
    private record Task(
            StreamId stream,
            Snapshots<?> snapshots,
            @Nullable Bad bad,
            long version,
            @Nullable Object state,
            @Nullable LogEpoch readIn) {

        Fold fold() {
            return new Fold(snapshots.name(), snapshots.version());
        }

        /** Both, where a later state stands for an earlier one, and one of this log for one of another. */
        Task and(Task later) {
            boolean isOfAnotherLog = later.state != null && later.readIn != readIn;
            Task newest = later.version >= version || isOfAnotherLog ? later : this;
            return new Task(
                    stream,
                    snapshots,
                    later.bad == null ? bad : later.bad,
                    newest.version,
                    newest.state,
                    newest.readIn);
        }
    }

    void write(StreamId stream, Snapshots<?> snapshots, long version, Object state) {
        add(new Task(stream, snapshots, null, version, state, null));
    }

    /** Writes a state, unless the log has changed since it was read. */
    void write(StreamId stream, Snapshots<?> snapshots, long version, Object state, LogEpoch readIn) {
        add(new Task(stream, snapshots, null, version, state, readIn));
    }

    void delete(StreamId stream, Snapshots<?> snapshots, Bad bad) {
        add(new Task(stream, snapshots, bad, 0, null, null));
    }

    private void add(Task task) {
        Key key = new Key(task.stream, task.fold());
        lock.lock();
        try {
            if (closed || !mayWait(key, task)) {
                telemetry.isFull();
                return;
            }
            Task before = waiting.get(key);
            Task after = before == null ? task : before.and(task);
            waiting.put(key, after);
            waitingCharacters += size(after) - (before == null ? 0 : size(before));
            if (!running) {
                thread.execute(this::drain);
                running = true;
            }
        } catch (RejectedExecutionException e) {
            log.debug("The store is being closed; a snapshot is not written.", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean mayWait(Key key, Task task) {
        return waiting.isEmpty()
                || waiting.containsKey(key)
                || (waiting.size() < capacity && waitingCharacters + size(task) <= MAX_WAITING_CHARACTERS);
    }

    private long size(Task task) {
        return task.state == null ? 0 : largest.getOrDefault(task.fold(), UNKNOWN_CHARACTERS);
    }

    /** So large was the state of a task when it was written. */
    private void learn(Task task, long characters) {
        lock.lock();
        try {
            Long known = largest.get(task.fold());
            if (known == null ? largest.size() < MOST_FOLDS : characters > known) {
                largest.put(task.fold(), characters);
                waitingCharacters =
                        waiting.values().stream().mapToLong(this::size).sum();
            }
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        boolean finished = false;
        try {
            for (Task task = next(); task != null; task = next()) {
                try {
                    carryOut(task);
                } catch (EventCoreException e) {
                    if (!closed) {
                        telemetry.cannotWrite(task.stream, task.snapshots, e);
                    }
                }
            }
            finished = true;
        } finally {
            if (!finished) {
                goOn();
            }
        }
    }

    /** An error, such as that of a class that cannot be loaded, ends the thread; what waits is for the next one. */
    private void goOn() {
        lock.lock();
        try {
            running = false;
            if (!waiting.isEmpty()) {
                thread.execute(this::drain);
                running = true;
            }
        } catch (RejectedExecutionException e) {
            log.debug("The store is being closed; a snapshot is not written.", e);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Task next() {
        lock.lock();
        try {
            Iterator<Task> tasks = waiting.values().iterator();
            running = !closed && tasks.hasNext();
            if (!running) {
                return null;
            }
            Task task = tasks.next();
            tasks.remove();
            waitingCharacters -= size(task);
            return task;
        } finally {
            lock.unlock();
        }
    }

    private void carryOut(Task task) {
        if (task.bad != null) {
            table.delete(task.stream, task.snapshots, task.bad, STATEMENT);
        }
        if (task.state == null) {
            return;
        }
        String json = encode(task, task.state);
        if (json != null) {
            telemetry.wrote(table.write(task.stream, task.snapshots, task.version, json, task.readIn, STATEMENT));
        }
    }

    private @Nullable String encode(Task task, Object state) {
        String json;
        try {
            json = codec.encode(state);
        } catch (RuntimeException | StackOverflowError e) { // whatever the codec of an application throws
            telemetry.cannotEncode(task.stream, task.snapshots, e.getClass().getSimpleName());
            log.debug("A state cannot be encoded.", e);
            return null;
        }
        learn(task, json.length());
        if (json.length() > MAX_CHARACTERS) {
            telemetry.cannotEncode(task.stream, task.snapshots, json.length() + " characters are too many");
            return null;
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(json)) {
            telemetry.cannotEncode(task.stream, task.snapshots, "half a surrogate pair in a text");
            return null;
        }
        return json;
    }

    /** Writes what waits, if that is possible within a second, and drops the rest. */
    @Override
    public void close() {
        thread.shutdown();
        boolean done = false;
        try {
            done = thread.awaitTermination(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            if (!done) {
                thread.shutdownNow();
            }
        }
    }
}
