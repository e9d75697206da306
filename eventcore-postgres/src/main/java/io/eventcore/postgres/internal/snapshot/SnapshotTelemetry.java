package io.eventcore.postgres.internal.snapshot;

import io.eventcore.Snapshots;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import io.micrometer.core.instrument.Counter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/**
 * Counts snapshots, and warns of each kind of trouble once. What a state holds is the application's secret: it is not in a
 * warning, nor is the message of a codec, which may cite it. Thread-safe.
 */
final class SnapshotTelemetry {

    private final Logger log;
    private final Counter loaded;
    private final Counter written;
    private final Counter undecodable;
    private final Counter misplaced;
    private final Counter unwritable;
    private final Counter crowdedOut;
    private final Counter failed;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean readsFail = new AtomicBoolean();
    private final AtomicBoolean writesFail = new AtomicBoolean();

    SnapshotTelemetry(StoreTelemetry store, Logger log) {
        this.log = log;
        this.loaded = store.counter("eventcore.snapshots.loaded", "Snapshots from which reads of commands started");
        this.written = store.counter("eventcore.snapshots.written", "Snapshots that were kept");
        this.undecodable = unusable(store, "state");
        this.misplaced = unusable(store, "version");
        this.unwritable = dropped(store, "state");
        this.crowdedOut = dropped(store, "full");
        this.failed = dropped(store, "failed");
    }

    private static Counter unusable(StoreTelemetry store, String reason) {
        return store.counter(
                "eventcore.snapshots.unusable", "Snapshots that were found and not used, and the events read", reason);
    }

    private static Counter dropped(StoreTelemetry store, String reason) {
        return store.counter("eventcore.snapshots.dropped", "Snapshots that were due and not written", reason);
    }

    void loaded() {
        loaded.increment();
    }

    /** The database has answered a write. */
    void wrote(boolean kept) {
        if (kept) {
            written.increment();
        }
        tellEndOf(writesFail, "written");
    }

    /** The database has answered a look. */
    void looked() {
        tellEndOf(readsFail, "read");
    }

    private void tellEndOf(AtomicBoolean failing, String done) {
        if (failing.compareAndSet(true, false)) {
            log.info("Snapshots can be {} again.", done);
        }
    }

    /** The state of a snapshot does not fit its class. */
    void cannotDecode(StreamId stream, Snapshots<?> snapshots, String why) {
        undecodable.increment();
        if (warned.add("decode " + snapshots)) {
            log.warn(
                    "The snapshot '{}' of stream '{}' is no {} ({}): the events are read. Was the class of the state"
                            + " changed? Then raise the version of the snapshots.",
                    snapshots,
                    stream,
                    snapshots.stateType().getName(),
                    why);
        }
    }

    /** A snapshot is none of its stream. */
    void isMisplaced(StreamId stream, Snapshots<?> snapshots, long version) {
        misplaced.increment();
        if (warned.add("version " + snapshots)) {
            log.warn(
                    "The snapshot '{}' of stream '{}' is of version {}, but that is not in the log, or is another"
                            + " event: the events are read. Was the database restored from a back-up?",
                    snapshots,
                    stream,
                    version);
        }
    }

    /** A state cannot be written as JSON. */
    void cannotEncode(StreamId stream, Snapshots<?> snapshots, String why) {
        unwritable.increment();
        if (warned.add("encode " + snapshots)) {
            log.warn(
                    "The state of stream '{}' cannot be kept as snapshot '{}' ({}); commands read the events.",
                    stream,
                    snapshots,
                    why);
        }
    }

    /** Too many wait already. */
    void isFull() {
        crowdedOut.increment();
    }

    /** The database does not take it. */
    void cannotWrite(StreamId stream, Snapshots<?> snapshots, RuntimeException failure) {
        failed.increment();
        if (writesFail.compareAndSet(false, true)) {
            log.warn(
                    "Snapshots cannot be written, first '{}' of stream '{}'; commands go on without.",
                    snapshots,
                    stream,
                    failure);
        }
    }

    /** The database does not give it. */
    void cannotRead(Set<StreamId> streams, Snapshots<?> snapshots, RuntimeException failure) {
        if (readsFail.compareAndSet(false, true)) {
            log.warn(
                    "Snapshots cannot be read, first '{}' of streams {}; until they can, commands read all events.",
                    snapshots,
                    streams,
                    failure);
        }
    }
}
