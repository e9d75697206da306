package io.eventcore.postgres.internal.read;

import io.eventcore.ReadRequest;
import io.eventcore.RememberedStates;
import io.eventcore.RememberedStreams;
import io.eventcore.StoredEvent;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.cache.Recording;
import io.eventcore.postgres.internal.cache.StreamCache;
import io.eventcore.postgres.internal.codec.EventRows;
import io.eventcore.postgres.internal.read.Page.SizedEvent;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.sql.Deadlines.Deadline;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import io.micrometer.core.instrument.Counter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads several streams as they were at one moment: one statement, so one snapshot. Most commands need few events, which
 * come in one round trip. A longer stream is read page by page; several streams that do not fit in a page are read again
 * through a cursor; large events come a few at a time. So memory stays bounded.
 */
public final class StreamReader {

    private static final int PAGE = 1_000;

    // The inner query makes PostgreSQL go through the index of each stream, whatever it thinks of the limits. The event
    // at the version to start behind is read too: it proves that the stream has come that far.
    private static final String PAGE_OF_ALL = select("LIMIT ?") + " LIMIT ?";
    private static final String ALL = select("");

    // The usual case, and two to three times as fast as the general one: the index has the order, nothing is sorted.
    private static final String PAGE_OF_ONE = """
            SELECT %s FROM {schema}.events e
            WHERE e.stream_id = ? AND e.stream_version >= ?
            ORDER BY e.stream_version LIMIT ?""".formatted(EventRows.COLUMNS);

    private static final String VERSIONS = """
            SELECT stream_id, version FROM {schema}.event_streams WHERE stream_id = ANY (?)""";

    private static final String DOING = "reading streams";

    private final Database database;
    private final Deadlines deadlines;
    private final EventRows rows;
    private final StreamCache cache;
    private final ReadTelemetry telemetry;
    private final Counter hits;
    private final Counter misses;

    /**
     * A reader.
     *
     * @param deadlines cancels reads whose time is over
     * @param cache learns what is read
     */
    public StreamReader(
            Database database, Deadlines deadlines, EventRows rows, StreamCache cache, StoreTelemetry store) {
        this.database = database;
        this.deadlines = deadlines;
        this.rows = rows;
        this.cache = cache;
        this.telemetry = new ReadTelemetry(store);
        this.hits = store.counter("eventcore.cache.hits", "Reads of commands that were answered from memory");
        this.misses = store.counter("eventcore.cache.misses", "Reads of commands that went to the database");
        store.gauge("eventcore.cache.bytes", "About how much memory the remembered streams take", cache::bytes);
    }

    private static String select(String innerLimit) {
        return """
                SELECT %s
                FROM unnest(?::pg_catalog.text[], ?::bigint[]) AS s (stream_id, after)
                CROSS JOIN LATERAL (
                    SELECT * FROM {schema}.events e
                    WHERE e.stream_id = s.stream_id AND e.stream_version >= s.after
                    ORDER BY e.stream_version %s
                ) AS e
                ORDER BY e.position""".formatted(EventRows.COLUMNS, innerLimit);
    }

    /** See {@link io.eventcore.EventStore#read(ReadRequest, Consumer)}. */
    public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        return telemetry.read(request, consumer, this::readStreams);
    }

    /** See {@link io.eventcore.EventStore#remembered(Set)}. */
    public Optional<RememberedStreams> remembered(Set<StreamId> streams) {
        Optional<RememberedStreams> remembered = cache.find(streams);
        (remembered.isPresent() ? hits : misses).increment();
        return remembered;
    }

    /** See {@link io.eventcore.EventStore#remembered(Set, StreamFold)}. */
    public <T> Optional<RememberedStates<T>> remembered(Set<StreamId> streams, StreamFold<T, ?> fold) {
        Optional<RememberedStates<T>> remembered = cache.find(streams, fold);
        (remembered.isPresent() ? hits : misses).increment();
        return remembered;
    }

    private Map<StreamId, Long> readStreams(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        Recording recording = new Recording(cache, request);
        Map<StreamId, Long> versions = new LinkedHashMap<>(request.after());
        Consumer<SizedEvent> reader = read -> {
            StoredEvent<Object> event = read.event();
            versions.put(event.stream(), event.version());
            recording.add(event, read.characters());
            consumer.accept(event);
        };
        Deadline deadline = Deadline.of(request);
        Page page = database.read(DOING, connection -> readPage(connection, request, deadline));
        if (!page.isLast() && versions.size() > 1) {
            // Not tried again: the consumer has seen events by then.
            page = database.once(
                    DOING,
                    connection -> Database.inTransaction(
                            connection, transaction -> readByCursor(transaction, request, deadline, reader)));
        } else {
            page.events().forEach(reader);
        }
        correctThoseAhead(versions, page);
        // What a stream held at any moment is the beginning of what it holds later, so pages of one fit together.
        while (!page.isLast()) {
            ReadRequest rest = new ReadRequest(versions);
            page = database.read(DOING, connection -> readPage(connection, rest, deadline));
            page.events().forEach(reader);
        }
        recording.end(versions);
        return versions;
    }

    /** The connection is free again before the consumer sees an event. */
    private Page readPage(Connection connection, ReadRequest request, Deadline deadline) throws SQLException {
        boolean one = request.after().size() == 1;
        try (PreparedStatement statement = connection.prepareStatement(one ? PAGE_OF_ONE : PAGE_OF_ALL)) {
            if (one) {
                bindOne(statement, request);
            } else {
                bindAll(statement, request);
                statement.setInt(3, PAGE + 2);
                statement.setInt(4, PAGE + request.after().size() + 1);
            }
            return deadlines.execute(statement, deadline, () -> {
                Page page = new Page(request, PAGE, rows, connection);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next() && page.add(result)) {
                        // until the page is full
                    }
                }
                page.decode();
                return page;
            });
        }
    }

    /** A cursor needs a transaction, and keeps the snapshot with which it was opened. */
    private Page readByCursor(
            Connection connection, ReadRequest request, Deadline deadline, Consumer<SizedEvent> consumer)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL)) {
            bindAll(statement, request);
            statement.setFetchSize(PAGE);
            return deadlines.execute(statement, deadline, () -> {
                Page page = new Page(request, PAGE, rows, connection);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        page.add(result);
                        if (page.isFull()) {
                            page.drainTo(consumer);
                        }
                    }
                }
                page.drainTo(consumer);
                return page;
            });
        }
    }

    /** A reader may be ahead of a stream: it has seen what a database knew before it was restored from a backup. */
    private void correctThoseAhead(Map<StreamId, Long> versions, Page page) {
        if (!page.unproved().isEmpty()) {
            page.unproved().forEach(stream -> versions.put(stream, 0L));
            versions.putAll(database.read(DOING, connection -> versionsOf(connection, page.unproved())));
        }
    }

    private static Map<StreamId, Long> versionsOf(Connection connection, Set<StreamId> streams) throws SQLException {
        Map<StreamId, Long> versions = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(VERSIONS)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "text", streams.stream().map(StreamId::value).toArray()));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    versions.put(new StreamId(result.getString(1)), result.getLong(2));
                }
            }
        }
        return versions;
    }

    private static void bindOne(PreparedStatement statement, ReadRequest request) throws SQLException {
        for (Map.Entry<StreamId, Long> entry : request.after().entrySet()) {
            statement.setString(1, entry.getKey().value());
            statement.setLong(2, entry.getValue());
            statement.setInt(3, PAGE + 2);
        }
    }

    private static void bindAll(PreparedStatement statement, ReadRequest request) throws SQLException {
        Connection connection = statement.getConnection();
        String[] streams = new String[request.after().size()];
        Long[] after = new Long[streams.length];
        int i = 0;
        for (Map.Entry<StreamId, Long> entry : request.after().entrySet()) {
            streams[i] = entry.getKey().value();
            after[i++] = entry.getValue();
        }
        statement.setArray(1, connection.createArrayOf("text", streams));
        statement.setArray(2, connection.createArrayOf("int8", after));
    }
}
