package io.eventcore.bench;

import io.eventcore.AppendRequest;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.bench.load.ClosedLoop;
import io.eventcore.bench.load.Work;
import io.eventcore.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A closed loop of conditional appends, one event each, each slot on streams of its own; on request with command ids. */
final class AppendLoad {

    /** Each slot goes round over this many streams, so that 256 slots use about 20,000. */
    private static final int STREAMS_PER_SLOT = 80;

    private final PostgresEventStore store;
    private final int inFlight;
    private final boolean withCommandIds;
    private final String prefix;
    private final long[][] versions;
    private long total;

    AppendLoad(PostgresEventStore store, int inFlight, boolean withCommandIds) {
        this.store = store;
        this.inFlight = inFlight;
        this.withCommandIds = withCommandIds;
        this.prefix = withCommandIds ? "once-" : "slot-";
        this.versions = new long[inFlight][STREAMS_PER_SLOT];
    }

    /** Returns the appends per second. */
    double run(Duration time) throws InterruptedException {
        Work rate = new ClosedLoop(inFlight, this::append).run(time);
        total += rate.count();
        return rate.perSecond();
    }

    private CompletableFuture<?> append(int slot, int turn) {
        int nth = turn % STREAMS_PER_SLOT;
        long version = versions[slot][nth];
        StreamId stream = StreamId.of(prefix + slot + "-" + nth);
        AppendRequest.Builder request = AppendRequest.builder()
                .expect(stream, ExpectedVersion.exactly(version))
                .append(NewEvent.of(stream, new Noted(turn, "reference-" + turn)));
        if (withCommandIds) {
            request.commandId(UUID.randomUUID());
        }
        return store.appendAsync(request.build()).thenAccept(result -> versions[slot][nth] = version + 1);
    }

    /** Fails unless the table holds exactly what was acknowledged, and every stream counts from 1 without gaps. */
    void check(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement("""
                        SELECT count(*), count(*) FILTER (WHERE s.version <> e.events OR e.events <> e.last),
                               coalesce(sum(e.events), 0)
                        FROM event_streams s
                        JOIN (SELECT stream_id, count(*) AS events, max(stream_version) AS last
                              FROM events GROUP BY stream_id) e USING (stream_id)
                        WHERE starts_with(stream_id, ?)""")) {
            statement.setString(1, prefix);
            ResultSet row = statement.executeQuery();
            row.next();
            if (row.getLong(2) != 0 || row.getLong(3) != total) {
                throw new IllegalStateException("The table holds " + row.getLong(3) + " events of " + total
                        + " acknowledged, and " + row.getLong(2) + " of " + row.getLong(1) + " streams have gaps");
            }
        }
    }
}
