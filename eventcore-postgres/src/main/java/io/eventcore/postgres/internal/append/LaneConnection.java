package io.eventcore.postgres.internal.append;

import io.eventcore.AppendResult;
import io.eventcore.EventId;
import io.eventcore.LogEpoch;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.sql.Deadlines.Cancellation;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The connection of one lane. Setting the isolation level costs a round trip, so the lane keeps its connection while it
 * has work, and gives it back to the pool when it is idle, or has had it for long, so that the pool can renew it.
 */
final class LaneConnection {

    private static final String APPEND = """
            SELECT versions, conflicts, positions, now()
            FROM {schema}.eventcore_append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String APPEND_ONCE = """
            SELECT versions, conflicts, positions, now()
            FROM {schema}.eventcore_append_once(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** All of an event is compared: its id alone may belong to another one. */
    private static final String STORED = """
            SELECT e.stream_id, e.stream_version, e.position
            FROM unnest(?::pg_catalog.uuid[], ?, ?, ?, ?::pg_catalog.jsonb[], ?::pg_catalog.jsonb[]) AS n (id, stream, type, version, data, metadata)
            JOIN {schema}.events e ON e.event_id = n.id
            WHERE e.stream_id = n.stream AND e.event_type = n.type AND e.event_version = n.version
              AND e.event_data = n.data AND e.metadata = n.metadata""";

    private static final String DUPLICATE =
            "SELECT event_id FROM {schema}.events WHERE event_id = ANY (?::pg_catalog.uuid[]) LIMIT 1";

    private static final long RENEW_AFTER_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Database database;
    private final int isolation;
    private final AppendMemory memory;
    private final LaneTelemetry telemetry;
    private @Nullable Connection connection;
    private LogEpoch epoch = LogEpoch.ONLY;
    private long openedNanos;
    private volatile @Nullable Call underWay;

    /** @param isolation as in {@link Connection#setTransactionIsolation(int)} */
    LaneConnection(Database database, int isolation, AppendMemory memory, LaneTelemetry telemetry) {
        this.database = database;
        this.isolation = isolation;
        this.memory = memory;
        this.telemetry = telemetry;
    }

    /** Calls the function, for as long as somebody waits for it. */
    AppendAnswer append(List<PendingAppend> batch) throws SQLException {
        AppendAnswer answer = telemetry.call(batch, () -> call(batch));
        memory.remember(epoch, batch, answer);
        return answer;
    }

    private AppendAnswer call(List<PendingAppend> batch) throws SQLException {
        AppendCall call = new AppendCall(batch);
        Connection open = open();
        PGConnection arrays = open.unwrap(PGConnection.class);
        try (PreparedStatement statement = open.prepareStatement(call.hasCommands() ? APPEND_ONCE : APPEND)) {
            int i = 0;
            statement.setArray(++i, arrays.createArrayOf("text", call.streamIds));
            statement.setArray(++i, arrays.createArrayOf("int8", call.expected));
            statement.setArray(++i, arrays.createArrayOf("int8", call.added));
            statement.setArray(++i, arrays.createArrayOf("int4", call.useRequest));
            statement.setArray(++i, arrays.createArrayOf("int4", call.useStream));
            statement.setArray(++i, arrays.createArrayOf("int4", call.eventRequest));
            statement.setArray(++i, arrays.createArrayOf("int4", call.eventStream));
            statement.setArray(++i, arrays.createArrayOf("int4", call.eventNth));
            statement.setArray(++i, arrays.createArrayOf("text", call.eventId));
            statement.setArray(++i, arrays.createArrayOf("text", call.eventType));
            statement.setArray(++i, arrays.createArrayOf("int4", call.eventVersion));
            statement.setArray(++i, arrays.createArrayOf("text", call.eventData));
            statement.setArray(++i, arrays.createArrayOf("text", call.metadata));
            if (call.hasCommands()) {
                statement.setArray(++i, arrays.createArrayOf("int4", call.commandRequest));
                statement.setArray(++i, arrays.createArrayOf("text", call.commandId));
                statement.setArray(++i, arrays.createArrayOf("int8", call.commandReadUpTo));
                statement.setArray(++i, arrays.createArrayOf("int4", call.commandEventsBefore));
                statement.setArray(++i, arrays.createArrayOf("int4", call.commandEvents));
                statement.setArray(++i, arrays.createArrayOf("int4", call.commandLastEvent));
                statement.setArray(++i, arrays.createArrayOf("int4", call.commandWritesBefore));
                statement.setArray(++i, arrays.createArrayOf("int4", call.commandWrites));
                statement.setArray(++i, arrays.createArrayOf("int4", call.writeStream));
                statement.setArray(++i, arrays.createArrayOf("int8", call.writeReached));
            }
            Call started = new Call(List.copyOf(batch), new Cancellation(statement));
            underWay = started;
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new AppendAnswer(
                        call,
                        (Long[]) result.getArray(1).getArray(),
                        (Integer[]) elements(result.getArray(2)),
                        (Long[]) elements(result.getArray(3)),
                        result.getObject(4, OffsetDateTime.class).toInstant());
            } finally {
                underWay = null;
                started.cancellation.end();
            }
        }
    }

    /**
     * Cancels the call that is under way if nobody waits for any of its requests any more, so that a lane is not held up
     * by what no one wants. Called by another thread.
     */
    void cancelIfAbandoned(Deadlines deadlines) {
        Call call = underWay;
        if (call != null && call.isAbandoned()) {
            deadlines.cancelSoon(call.cancellation);
        }
    }

    private static @Nullable Object elements(@Nullable Array array) throws SQLException {
        return array == null ? null : array.getArray();
    }

    /**
     * The results of those of these requests that were carried out before. The command id tells; for requests without
     * one, and only if they are in doubt, their events do.
     */
    Map<PendingAppend, AppendResult> findStored(List<PendingAppend> appends) throws SQLException {
        Map<PendingAppend, AppendResult> stored = findExecuted(
                appends.stream().filter(PendingAppend::hasCommandId).toList());
        for (PendingAppend append : appends) {
            if (append.isInDoubt() && !append.hasCommandId()) {
                findEvents(append).ifPresent(result -> stored.put(append, result));
            }
        }
        return stored;
    }

    private Map<PendingAppend, AppendResult> findExecuted(List<PendingAppend> commands) throws SQLException {
        Map<PendingAppend, AppendResult> stored = new LinkedHashMap<>();
        if (!commands.isEmpty()) {
            Map<UUID, AppendResult> executed = ExecutedCommands.find(
                    open(),
                    commands.stream()
                            .flatMap(append -> append.commandId().stream())
                            .collect(Collectors.toSet()));
            for (PendingAppend append : commands) {
                append.commandId()
                        .map(executed::get)
                        .ifPresent(first -> stored.put(append, append.ownOrRepeated(first)));
            }
        }
        return stored;
    }

    /** The result of a request, if its own events are in the store: they are all there or none. */
    private Optional<AppendResult> findEvents(PendingAppend append) throws SQLException {
        Map<StreamId, Long> versions = new HashMap<>();
        long position = 0;
        int found = 0;
        try (PreparedStatement statement = open().prepareStatement(STORED)) {
            int i = 0;
            statement.setArray(++i, column("text", append, EncodedEvent::id));
            statement.setArray(
                    ++i, column("text", append, event -> event.stream().value()));
            statement.setArray(++i, column("text", append, EncodedEvent::type));
            statement.setArray(++i, column("int4", append, EncodedEvent::version));
            statement.setArray(++i, column("text", append, EncodedEvent::data));
            statement.setArray(++i, column("text", append, EncodedEvent::metadata));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found++;
                    versions.merge(new StreamId(result.getString(1)), result.getLong(2), Math::max);
                    position = Math.max(position, result.getLong(3));
                }
            }
        }
        return found > 0 && found == append.events().size() && append.wouldLeadTo(versions)
                ? Optional.of(new AppendResult(versions, position, append.eventIds(), false))
                : Optional.empty();
    }

    /** The first of the events' ids that the store holds. */
    Optional<EventId> findDuplicate(PendingAppend append) throws SQLException {
        try (PreparedStatement statement = open().prepareStatement(DUPLICATE)) {
            statement.setArray(1, column("text", append, EncodedEvent::id));
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(EventId.of(result.getObject(1, UUID.class))) : Optional.empty();
            }
        }
    }

    private Array column(String type, PendingAppend append, Function<EncodedEvent, Object> value) throws SQLException {
        return open().createArrayOf(type, append.events().stream().map(value).toArray());
    }

    private Connection open() throws SQLException {
        if (connection != null && epoch != database.log().epoch()) {
            giveBack();
        }
        Connection current = connection;
        if (current == null) {
            current = database.connect();
            try {
                epoch = database.log().epochOf(current);
                if (database.log().isToStandby(current)) {
                    throw new SQLException("the server is a standby, which takes no appends", "25006");
                }
                current.setTransactionIsolation(isolation);
            } catch (SQLException e) {
                current.close();
                throw e;
            }
            connection = current;
            openedNanos = System.nanoTime();
        }
        return current;
    }

    /** The epoch of the log that the connection leads to, after opening one if there is none. */
    LogEpoch epoch() throws SQLException {
        open();
        return epoch;
    }

    boolean isOpen() {
        return connection != null;
    }

    /** Gives the connection back if it was kept for long. Called between batches. */
    void renewIfOld() {
        if (connection != null && System.nanoTime() - openedNanos > RENEW_AFTER_NANOS) {
            giveBack();
        }
    }

    /** Gives the connection back to the pool; a broken one is thrown away there. */
    void giveBack() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            try (current) {
                current.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            } catch (SQLException e) {
                AppendLanes.log.debug("A lane's connection did not close cleanly.", e);
            }
        }
    }

    /** A call, and who waits for it. */
    private record Call(List<PendingAppend> batch, Cancellation cancellation) {
        boolean isAbandoned() {
            return batch.stream().allMatch(append -> append.outcome().isDone());
        }
    }
}
