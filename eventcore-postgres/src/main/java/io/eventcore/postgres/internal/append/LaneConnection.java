package io.eventcore.postgres.internal.append;

import io.eventcore.AppendResult;
import io.eventcore.EventId;
import io.eventcore.LogEpoch;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.append.AppendAnswer.Outcome;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.sql.Deadlines.Cancellation;
import io.eventcore.postgres.internal.sql.SqlErrors;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** How long the test of a connection may take. */
    private static final int TEST_SECONDS = 5;

    private static final long RENEW_AFTER_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Database database;
    private final int isolation;
    private final AppendMemory memory;
    private final LaneTelemetry telemetry;
    private @Nullable Connection connection;
    private LogEpoch epoch = LogEpoch.ONLY;
    private long openedNanos;

    /** Whether the present call may have reached the server. */
    private boolean sent;

    private volatile @Nullable Call underWay;

    /** @param isolation as in {@link Connection#setTransactionIsolation(int)} */
    LaneConnection(Database database, int isolation, AppendMemory memory, LaneTelemetry telemetry) {
        this.database = database;
        this.isolation = isolation;
        this.memory = memory;
        this.telemetry = telemetry;
    }

    /**
     * Calls the function, for as long as somebody waits for it. What is done with the answer after that cannot change it.
     *
     * @throws SQLException if PostgreSQL refuses the batch, or there is no connection. Whatever is thrown: the connection
     *     is kept only if it is known to be good, and if the call was sent and may have been committed, the requests are
     *     in doubt
     */
    List<Outcome> append(List<PendingAppend> batch) throws SQLException {
        sent = false;
        AppendAnswer answer;
        List<Outcome> outcomes;
        try {
            answer = telemetry.call(batch, () -> call(batch));
            outcomes = answer.outcomes(batch);
        } catch (SQLException failure) {
            doubtUnlessRefused(batch, failure);
            throw asLossUnlessRefusal(failure);
        } catch (RuntimeException | Error failure) {
            doubtUnlessRefused(batch, failure);
            throw failure;
        }
        memory.remember(epoch, batch, answer);
        return outcomes;
    }

    private void doubtUnlessRefused(List<PendingAppend> batch, Throwable failure) {
        boolean refused = false;
        try {
            refused = dropUnlessGood(failure);
        } finally {
            if (!refused && sent) {
                batch.forEach(PendingAppend::doubt);
            }
        }
    }

    /** Lets go of the connection unless a failure has shown it to be good. Returns whether PostgreSQL refused it all. */
    private boolean dropUnlessGood(Throwable failure) {
        Connection current = connection;
        if (!(failure instanceof SQLException refusal) || !SqlErrors.isRefusal(refusal)) {
            discard();
            return false;
        }
        if (current == null || isClosed(current)) {
            discard(); // a pool may have taken it away because of the error
            return !SqlErrors.mayHaveEndedTheSession(refusal);
        }
        if (SqlErrors.leavesTheConnectionGood(refusal)) {
            return true;
        }
        if (isValid(current)) {
            giveBack();
            return true;
        }
        discard();
        return !SqlErrors.mayHaveEndedTheSession(refusal);
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException | RuntimeException e) {
            AppendLanes.log.debug("A lane's connection does not say whether it is closed, so it counts as closed.", e);
            return true;
        }
    }

    private static boolean isValid(Connection connection) {
        try {
            return connection.isValid(TEST_SECONDS);
        } catch (SQLException | RuntimeException e) {
            AppendLanes.log.debug("A lane's connection could not be tested, so it counts as broken.", e);
            return false;
        }
    }

    /** Pools and drivers have many words for a connection that is gone, some without a code. */
    private static SQLException asLossUnlessRefusal(SQLException failure) {
        return SqlErrors.isRefusal(failure) || SqlErrors.isWithoutConnection(failure) || SqlErrors.isReadOnly(failure)
                ? failure
                : new SQLRecoverableException("The connection of an append lane broke.", "08006", failure);
    }

    /** Asks the database, and treats the connection as {@link #append(List)} does. */
    private <T> T ask(Database.Work<T> question) throws SQLException {
        try {
            return question.on(open());
        } catch (SQLException failure) {
            dropUnlessGood(failure);
            throw asLossUnlessRefusal(failure);
        } catch (RuntimeException | Error failure) {
            dropUnlessGood(failure);
            throw failure;
        }
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
            sent = true;
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
     * by what no one wants, or if it must end in any case. Called by another thread.
     */
    void cancelIfAbandoned(Deadlines deadlines, boolean mustEnd) {
        Call call = underWay;
        if (call != null && (mustEnd || call.isAbandoned())) {
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
                ask(asked -> findEvents(asked, append)).ifPresent(result -> stored.put(append, result));
            }
        }
        return stored;
    }

    private Map<PendingAppend, AppendResult> findExecuted(List<PendingAppend> commands) throws SQLException {
        Map<PendingAppend, AppendResult> stored = new LinkedHashMap<>();
        if (!commands.isEmpty()) {
            Set<UUID> ids = commands.stream()
                    .flatMap(append -> append.commandId().stream())
                    .collect(Collectors.toSet());
            Map<UUID, AppendResult> executed = ask(asked -> ExecutedCommands.find(asked, ids));
            for (PendingAppend append : commands) {
                append.commandId()
                        .map(executed::get)
                        .ifPresent(first -> stored.put(append, append.ownOrRepeated(first)));
            }
        }
        return stored;
    }

    /** The result of a request, if its own events are in the store: they are all there or none. */
    private static Optional<AppendResult> findEvents(Connection asked, PendingAppend append) throws SQLException {
        Map<StreamId, Long> versions = new HashMap<>();
        long position = 0;
        int found = 0;
        try (PreparedStatement statement = asked.prepareStatement(STORED)) {
            int i = 0;
            statement.setArray(++i, column(asked, "text", append, EncodedEvent::id));
            statement.setArray(
                    ++i, column(asked, "text", append, event -> event.stream().value()));
            statement.setArray(++i, column(asked, "text", append, EncodedEvent::type));
            statement.setArray(++i, column(asked, "int4", append, EncodedEvent::version));
            statement.setArray(++i, column(asked, "text", append, EncodedEvent::data));
            statement.setArray(++i, column(asked, "text", append, EncodedEvent::metadata));
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
        return ask(asked -> {
            try (PreparedStatement statement = asked.prepareStatement(DUPLICATE)) {
                statement.setArray(1, column(asked, "text", append, EncodedEvent::id));
                try (ResultSet result = statement.executeQuery()) {
                    return result.next() ? Optional.of(EventId.of(result.getObject(1, UUID.class))) : Optional.empty();
                }
            }
        });
    }

    private static Array column(
            Connection asked, String type, PendingAppend append, Function<EncodedEvent, Object> value)
            throws SQLException {
        return asked.createArrayOf(type, append.events().stream().map(value).toArray());
    }

    private Connection open() throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = database.connect();
            connection = current; // from now on a failure lets go of it
            openedNanos = System.nanoTime();
            epoch = database.log().epochOf(current);
            if (database.log().isToStandby(current)) {
                throw new SQLException("the server is a standby, which takes no appends", "25006");
            }
            current.setTransactionIsolation(isolation);
        }
        return current;
    }

    /**
     * Lets go of a connection to a log of before. Called before anything is looked up or sent: from then on everything goes
     * to one log, whatever the store learns meanwhile.
     */
    void leaveLogOfBefore() {
        if (connection != null && epoch != database.log().epoch()) {
            giveBack();
        }
    }

    /** The epoch of the log that the connection leads to, after opening one if there is none. */
    LogEpoch epoch() throws SQLException {
        return ask(open -> epoch);
    }

    /** Gives the connection back if it was kept for long. Called between batches. */
    void renewIfOld() {
        if (connection != null && System.nanoTime() - openedNanos > RENEW_AFTER_NANOS) {
            giveBack();
        }
    }

    /** Gives the connection back to the pool, as it came; one that does not let itself be reset is thrown away. */
    void giveBack() {
        Connection current = connection;
        if (current == null) {
            return;
        }
        try {
            current.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection = null;
            current.close();
        } catch (SQLException | RuntimeException e) {
            AppendLanes.log.debug("A lane's connection did not close cleanly.", e);
            connection = current;
            discard();
        }
    }

    /** Ends the connection: nobody else may get one whose state is not known. */
    void discard() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            database.discard(current);
        }
    }

    /** A call, and who waits for it. */
    private record Call(List<PendingAppend> batch, Cancellation cancellation) {
        boolean isAbandoned() {
            return batch.stream().allMatch(append -> append.outcome().isDone());
        }
    }
}
