package io.eventcore.postgres.internal.snapshot;

import io.eventcore.DeadlineExceededException;
import io.eventcore.EventCodec;
import io.eventcore.LogEpoch;
import io.eventcore.QueryTimeoutException;
import io.eventcore.SnapshotFolds;
import io.eventcore.SnapshotStore;
import io.eventcore.Snapshots;
import io.eventcore.StorageException;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.postgres.internal.snapshot.SnapshotTable.Bad;
import io.eventcore.postgres.internal.snapshot.SnapshotTable.Row;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Snapshots in the database, as JSON. Thread-safe. */
public final class PostgresSnapshots implements SnapshotStore, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PostgresSnapshots.class);

    /** More waiting states would only cost memory: the next command that crosses the distance offers another. */
    private static final int CAPACITY = 1_000;

    /** One look by a unique index. If it takes longer, the table is locked, and the events are the faster way. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SnapshotTable table;
    private final EventCodec codec;
    private final SnapshotTelemetry telemetry;
    private final SnapshotWriter writer;
    private final SnapshotFolds folds = new SnapshotFolds();

    /**
     * Snapshots in this database.
     *
     * @param codec writes and reads states
     * @param threadName of the thread that writes
     */
    public PostgresSnapshots(
            Database database, Deadlines deadlines, EventCodec codec, StoreTelemetry store, String threadName) {
        this.table = new SnapshotTable(database, deadlines);
        this.codec = codec;
        this.telemetry = new SnapshotTelemetry(store, log);
        this.writer = new SnapshotWriter(table, codec, telemetry, threadName, CAPACITY);
    }

    @Override
    public void check(StreamFold<?, ?> fold) {
        folds.check(fold);
    }

    /** Whatever the reading of the events would not meet, too, only means that there are no snapshots. */
    @Override
    public <T> Map<StreamId, StreamState<T>> load(Set<StreamId> streams, Snapshots<T> snapshots, Duration timeout) {
        codec.check(snapshots.stateType());
        List<Row> rows;
        try {
            rows = table.find(streams, snapshots, timeout.compareTo(PATIENCE) < 0 ? timeout : PATIENCE);
            telemetry.looked();
        } catch (StorageException | QueryTimeoutException | DeadlineExceededException e) {
            telemetry.cannotRead(streams, snapshots, e);
            return Map.of();
        }
        Map<StreamId, StreamState<T>> found = new HashMap<>();
        for (Row row : rows) {
            if (!row.fits()) {
                telemetry.isMisplaced(row.stream(), snapshots, row.version());
                writer.delete(row.stream(), snapshots, row.asBad());
                continue;
            }
            T state = decode(row, snapshots);
            if (state != null) {
                telemetry.loaded();
                found.put(row.stream(), new StreamState<>(row.version(), row.position(), state));
            }
        }
        return found;
    }

    private <T> @Nullable T decode(Row row, Snapshots<T> snapshots) {
        String why = "null";
        try {
            Object state = codec.decode(row.state(), snapshots.stateType());
            if (snapshots.stateType().isInstance(state)) {
                return snapshots.stateType().cast(state);
            }
        } catch (RuntimeException e) { // whatever the codec of an application throws
            why = e.getClass().getSimpleName();
            log.debug("A snapshot cannot be decoded.", e);
        }
        telemetry.cannotDecode(row.stream(), snapshots, why);
        writer.delete(row.stream(), snapshots, row.asBad());
        return null;
    }

    @Override
    public Object asRead(Object payload) {
        return codec.decode(codec.encode(payload), payload.getClass());
    }

    @Override
    public <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state) {
        writer.write(stream, snapshots, version, state);
    }

    @Override
    public <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state, LogEpoch readIn) {
        writer.write(stream, snapshots, version, state, readIn);
    }

    @Override
    public void discard(StreamId stream, Snapshots<?> snapshots, long version) {
        telemetry.isMisplaced(stream, snapshots, version);
        writer.delete(stream, snapshots, new Bad(version, null));
    }

    /** Writes what waits, if that is possible within a second, and drops the rest. */
    @Override
    public void close() {
        writer.close();
    }
}
