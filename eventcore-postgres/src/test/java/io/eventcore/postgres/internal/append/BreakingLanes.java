package io.eventcore.postgres.internal.append;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventTypes;
import io.eventcore.LogEpoch;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.Telemetry;
import io.eventcore.jackson.JacksonEventCodec;
import io.eventcore.postgres.Deposited;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.internal.cache.StreamCache;
import io.eventcore.postgres.internal.codec.EventRows;
import io.eventcore.postgres.internal.codec.MetadataCodec;
import io.eventcore.postgres.internal.schema.Schema;
import io.eventcore.postgres.internal.sql.ConnectionSource;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.sql.Recovery;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;

/** One lane on a database of its own, over connections that break. */
final class BreakingLanes implements AutoCloseable {

    private static final StoreTelemetry NOTHING_TOLD = new StoreTelemetry(Telemetry.none(), "test");

    private final String url;
    private final Deadlines deadlines = new Deadlines("test-deadlines");
    private final AppendLanes lanes;
    private final AtomicInteger commits = new AtomicInteger();

    /** In READ COMMITTED a call that waited for another one sees what that one did; SERIALIZABLE would start again. */
    BreakingLanes(String url, BreakingDataSource connections) {
        this(url, connections, Connection.TRANSACTION_READ_COMMITTED);
    }

    BreakingLanes(String url, BreakingDataSource connections, int isolation) {
        this.url = url;
        initialize(url);
        this.lanes = new AppendLanes(
                database(connections::connect),
                deadlines,
                isolation,
                1,
                100,
                Long.MAX_VALUE,
                encoder(),
                forgetful(),
                Appends.underWay(),
                commits::incrementAndGet,
                NOTHING_TOLD);
    }

    static void initialize(String url) {
        new Schema(database(() -> DriverManager.getConnection(url)), false).initialize();
    }

    static Database database(ConnectionSource connections) {
        return new Database(connections, new Recovery(true, 3, Duration.ofMillis(100)));
    }

    static AppendTelemetry telemetry() {
        return new AppendTelemetry(NOTHING_TOLD);
    }

    static AppendMemory forgetful() {
        EventTypes types = EventTypes.of(Deposited.class);
        EventRows rows = new EventRows(types, JacksonEventCodec.create(), new MetadataCodec());
        return new AppendMemory(new StreamCache(0, JacksonEventCodec.create(), () -> LogEpoch.ONLY), rows);
    }

    static AppendEncoder encoder() {
        return new AppendEncoder(EventTypes.of(Deposited.class), JacksonEventCodec.create(), new MetadataCodec());
    }

    CompletableFuture<AppendResult> start(AppendRequest request) {
        return lanes.append(request);
    }

    AppendResult append(AppendRequest request) throws Exception {
        return start(request).get(30, SECONDS);
    }

    /** What a request's caller is told who was the first to send it. */
    static AppendResult first(AppendRequest request, Map<StreamId, Long> versions, long position) {
        return new AppendResult(
                versions, position, request.events().stream().map(NewEvent::id).toList(), false);
    }

    /** What the caller is told when the append fails. */
    AbstractThrowableAssert<?, ?> assertFailureOf(AppendRequest request) {
        return assertThatThrownBy(() -> append(request)).cause();
    }

    /** How many batches were announced of which something was stored. */
    int commits() {
        return commits.get();
    }

    /** The rows of the table of events: stream, version and position. */
    String events() throws SQLException {
        return Sql.query(url, """
            SELECT coalesce(string_agg(stream_id || ' ' || stream_version || ' @' || position, ', ' ORDER BY position), '')
            FROM events\
            """);
    }

    @Override
    public void close() {
        lanes.close();
        deadlines.close();
    }
}
