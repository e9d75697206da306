package io.eventcore.torture.nemesis;

import io.eventcore.torture.history.Answer;
import io.eventcore.torture.history.Begin;
import io.eventcore.torture.history.Chain;
import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.history.Outcome;
import io.eventcore.torture.history.Seen;
import io.eventcore.torture.history.Sight;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;

/** Another process appends to a hot stream by plain SQL, keeps its transaction open for a while, and commits it or not. */
final class ForeignAppend implements Fault {

    private final Supplier<String> url;
    private final HistoryWriter history;
    private int count;

    ForeignAppend(Supplier<String> url, HistoryWriter history) {
        this.url = url;
        this.history = history;
    }

    @Override
    public String name() {
        return "foreign append";
    }

    @Override
    public String inject(SplittableRandom random) throws SQLException {
        String stream = "hot-" + random.nextInt(4);
        String call = "foreign-" + ++count;
        boolean commits = random.nextInt(3) > 0;
        int millis = random.nextInt(20, 1_200);
        history.begin(new Begin(call, System.nanoTime(), "FOREIGN", "sql", Optional.empty()));
        try (Sql sql = Sql.begin(url.get())) {
            String event = append(sql, stream, call, random.nextInt(1, 40));
            Pause.millis(millis);
            if (!commits) {
                sql.rollback();
                history.answer(Answer.failed(call, System.nanoTime(), Outcome.NOT_STORED, Seen.NOTHING, "undone"));
                return "to " + stream + ", undone after " + millis + " ms";
            }
            sql.commit();
            long version = Long.parseLong(
                    sql.run("SELECT stream_version FROM events WHERE event_id = ?", UUID.fromString(event)));
            long position =
                    Long.parseLong(sql.run("SELECT position FROM events WHERE event_id = ?", UUID.fromString(event)));
            history.answer(new Answer(
                    call,
                    System.nanoTime(),
                    Outcome.STORED,
                    List.of(event),
                    Map.of(stream, version),
                    position,
                    false,
                    Seen.NOTHING,
                    ""));
            return "to " + stream + ", committed after " + millis + " ms";
        }
    }

    /** By the rules that all who append keep: the fence first, then the stream's row, then the event. */
    private static String append(Sql sql, String stream, String call, int amount) throws SQLException {
        sql.run("SELECT pg_advisory_xact_lock_shared(eventcore_fence_key())");
        long version = Long.parseLong(sql.run("""
                INSERT INTO event_streams AS s (stream_id, version) VALUES (?, 1)
                ON CONFLICT (stream_id) DO UPDATE SET version = s.version + 1, updated_at = now()
                RETURNING version""", stream));
        Sight sight = look(sql, stream);
        if (sight.version() != version - 1) {
            throw new SQLException(
                    "stream " + stream + " has " + sight.version() + " events before version " + version);
        }
        String event = UUID.randomUUID().toString();
        String check = Chain.hash(call + "/0/" + amount + "/");
        sql.run(
                """
                INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data, metadata)
                VALUES (?, ?, ?, 'torture-moved',
                    jsonb_build_object('mark', jsonb_build_object('call', ?::text, 'nth', 0, 'of', 1, 'seen', ?::text,
                                                                  'check', ?::text), 'amount', ?::integer),
                    jsonb_build_object('correlationId', 'correlation of ' || ?, 'userId', 'user of ' || ?,
                                       'custom', jsonb_build_object('call', ?::text)))""",
                UUID.fromString(event),
                stream,
                version,
                call,
                new Seen(Map.of(stream, sight)).toString(),
                check,
                amount,
                call,
                call,
                call);
        return event;
    }

    private static Sight look(Sql sql, String stream) throws SQLException {
        Sight sight = Sight.NOTHING;
        try (PreparedStatement query = sql.connection().prepareStatement("""
                SELECT event_data -> 'mark' ->> 'check', (event_data ->> 'amount')::bigint FROM events
                WHERE stream_id = ? ORDER BY stream_version""")) {
            query.setString(1, stream);
            ResultSet row = query.executeQuery();
            while (row.next()) {
                sight = sight.after(row.getString(1), row.getLong(2));
            }
        }
        return sight;
    }
}
