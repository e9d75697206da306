package io.eventcore.bench;

import io.eventcore.AppendRequest;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A closed loop of conditional appends, one event each, each slot on streams of its own. */
final class AppendLoad {

    /** Each slot goes round over this many streams, so that 256 slots use about 20,000. */
    private static final int STREAMS_PER_SLOT = 80;

    private final PostgresEventStore store;
    private final int inFlight;
    private final long[][] versions;
    private long total;

    AppendLoad(PostgresEventStore store, int inFlight) {
        this.store = store;
        this.inFlight = inFlight;
        this.versions = new long[inFlight][STREAMS_PER_SLOT];
    }

    /** Returns the appends per second. */
    double run(Duration time) throws InterruptedException {
        ClosedLoop.Rate rate = new ClosedLoop(inFlight, this::append).run(time);
        total += rate.count();
        return rate.perSecond();
    }

    private CompletableFuture<?> append(int slot, int turn) {
        int nth = turn % STREAMS_PER_SLOT;
        long version = versions[slot][nth];
        AppendRequest request = AppendRequest.to(
                StreamId.of("slot-" + slot + "-" + nth),
                ExpectedVersion.exactly(version),
                new Noted(turn, "reference-" + turn));
        return store.appendAsync(request).thenAccept(result -> versions[slot][nth] = version + 1);
    }

    /** Fails unless the table holds exactly what was acknowledged, and every stream counts from 1 without gaps. */
    void check(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT count(*), count(*) FILTER (WHERE s.version <> e.events OR e.events <> e.last),
                               coalesce(sum(e.events), 0)
                        FROM event_streams s
                        JOIN (SELECT stream_id, count(*) AS events, max(stream_version) AS last
                              FROM events GROUP BY stream_id) e USING (stream_id)
                        WHERE starts_with(stream_id, 'slot-')""")) {
            row.next();
            if (row.getLong(2) != 0 || row.getLong(3) != total) {
                throw new IllegalStateException("The table holds " + row.getLong(3) + " events of " + total
                        + " acknowledged, and " + row.getLong(2) + " of " + row.getLong(1) + " streams have gaps");
            }
        }
    }
}
