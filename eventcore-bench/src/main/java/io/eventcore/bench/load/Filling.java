package io.eventcore.bench.load;

import io.eventcore.EventFilter;
import io.eventcore.FeedPage;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresEventStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills EventCore's tables in the server, much faster than by appends, and makes sure that a store can read them. */
final class Filling {

    /** How the names of the streams begin; their numbers follow, from 0. */
    static final String PREFIX = "filled-";

    /** Few events to a stream, so that there are many streams. */
    private static final int EVENTS_PER_STREAM = 10;

    private static final int STEP = 200_000;

    private static final String STREAMS = """
            INSERT INTO event_streams (stream_id, version)
            SELECT 'filled-' || s, ? FROM generate_series(0, ?) s""";

    /** The ids grow, as those of the executor do. Each fourth event is a withdrawal. */
    private static final String EVENTS = """
            INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data, metadata)
            SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
                   'filled-' || n % ?,
                   n / ? + 1,
                   CASE WHEN n % 4 = 3 THEN 'withdrawn' ELSE 'deposited' END,
                   jsonb_build_object('cents', n % 100 + 1, 'reference', 'after ' || n),
                   jsonb_build_object('correlationId', 'correlation-' || n, 'causationId', 'causation-' || n)
            FROM generate_series(?, ?) n""";

    private final BenchDatabase database;
    private final int streams;
    private final int perStream;
    private final int events;

    /** @param events how many; rounded down to a multiple of ten, at least ten */
    Filling(BenchDatabase database, int events) {
        this(database, Math.max(1, events / EVENTS_PER_STREAM), EVENTS_PER_STREAM);
    }

    /** @param perStream how many events each stream gets */
    Filling(BenchDatabase database, int streams, int perStream) {
        this.database = database;
        this.streams = streams;
        this.perStream = perStream;
        this.events = streams * perStream;
    }

    /** Fills the tables. Returns what they hold then. */
    Totals run() throws SQLException {
        try (Connection connection = database.connect()) {
            try (PreparedStatement statement = connection.prepareStatement(STREAMS)) {
                statement.setLong(1, perStream);
                statement.setInt(2, streams - 1);
                statement.executeUpdate();
            }
            try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
                for (int from = 0; from < events; from += STEP) {
                    statement.setInt(1, streams);
                    statement.setInt(2, streams);
                    statement.setInt(3, from);
                    statement.setInt(4, Math.min(from + STEP, events) - 1);
                    statement.executeUpdate();
                }
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("VACUUM (ANALYZE) events");
                statement.execute("VACUUM (ANALYZE) event_streams");
            }
        }
        Totals totals = totals();
        database.check(Tables.STORE, totals);
        readByAStore();
        return totals;
    }

    private Totals totals() {
        long deposited = 0;
        long withdrawn = 0;
        for (int n = 0; n < events; n++) {
            long cents = n % 100 + 1L;
            if (n % 4 == 3) {
                withdrawn += cents;
            } else {
                deposited += cents;
            }
        }
        return new Totals(events, deposited, withdrawn);
    }

    private void readByAStore() {
        try (PostgresEventStore store = database.openStore()) {
            int read = store.read(StreamId.of(PREFIX + (streams - 1))).size();
            FeedPage last = store.feed().read(events - perStream, EventFilter.all(), 2 * perStream);
            if (read != perStream || last.events().size() != perStream || last.head() != events) {
                throw new CheckFailedException("A store cannot read what was filled in: " + read
                        + " events of the last stream, " + last.events().size()
                        + " at the end of the feed, whose head is " + last.head() + " of " + events + ".");
            }
        }
    }
}
