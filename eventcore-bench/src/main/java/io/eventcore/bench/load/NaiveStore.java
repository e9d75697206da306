package io.eventcore.bench.load;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.jackson.JacksonEventCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Executes a command as one would by hand: by plain statements, one after the other. Thread-safe. */
final class NaiveStore {

    private static final String READ = """
        SELECT event_id, stream_version, position, event_type, event_data, created_at
        FROM naive_events WHERE stream_id = ? ORDER BY stream_version\
        """;

    private static final String LOCK = "SELECT version FROM naive_streams WHERE stream_id = ? FOR UPDATE";

    private static final String CREATE = """
        INSERT INTO naive_streams (stream_id) VALUES (?) ON CONFLICT DO NOTHING\
        """;

    private static final String INSERT = """
        INSERT INTO naive_events (event_id, stream_id, stream_version, event_type, event_data)
        VALUES (?, ?, ?, ?, ?::jsonb)\
        """;

    private static final String MOVE = "UPDATE naive_streams SET version = ?, updated_at = now() WHERE stream_id = ?";

    private final NoArgGenerator ids = Generators.timeBasedEpochRandomGenerator();
    private final JacksonEventCodec codec = JacksonEventCodec.create();
    private final EventTypes types = EventTypes.of(Booking.class);

    /** Returns false, and leaves nothing behind, if a stream has moved since it was read. */
    <S> boolean execute(Connection connection, BookingCommand<S> command) throws SQLException {
        Map<StreamId, Long> versions = new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
        S state = command.initialState();
        for (StreamId stream : command.streams()) {
            versions.put(stream, 0L);
            state = read(connection, stream, command, state, versions);
        }
        Writes<Booking> writes = command.handle(state);
        connection.setAutoCommit(false);
        try {
            // In the order of their names, so that two commands never wait for each other in a circle.
            for (Map.Entry<StreamId, Long> stream : versions.entrySet()) {
                if (lock(connection, stream.getKey()) != stream.getValue()) {
                    connection.rollback();
                    return false;
                }
            }
            for (Writes.Write write : writes.toList()) {
                append(connection, write, versions.merge(write.stream(), 1L, Long::sum));
            }
            connection.commit();
            return true;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private <S> S read(
            Connection connection, StreamId stream, BookingCommand<S> command, S initial, Map<StreamId, Long> versions)
            throws SQLException {
        S state = initial;
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, stream.value());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String type = row.getString(4);
                    Class<?> payload = types.named(type).orElseThrow().payloadType();
                    long version = row.getLong(2);
                    state = command.apply(
                            state,
                            new StoredEvent<>(
                                    new EventId(row.getObject(1, UUID.class)),
                                    stream,
                                    version,
                                    row.getLong(3),
                                    type,
                                    Booking.class.cast(codec.decode(row.getString(5), payload)),
                                    EventMetadata.empty(),
                                    row.getObject(6, OffsetDateTime.class).toInstant()));
                    versions.put(stream, version);
                }
            }
        }
        return state;
    }

    private static long lock(Connection connection, StreamId stream) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, stream.value());
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return row.getLong(1);
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(CREATE)) {
            statement.setString(1, stream.value());
            statement.executeUpdate();
        }
        return lock(connection, stream);
    }

    private void append(Connection connection, Writes.Write write, long version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setObject(1, ids.generate());
            statement.setString(2, write.stream().value());
            statement.setLong(3, version);
            statement.setString(
                    4, write.event().getClass().getAnnotation(EventType.class).value());
            statement.setString(5, codec.encode(write.event()));
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setLong(1, version);
            statement.setString(2, write.stream().value());
            statement.executeUpdate();
        }
    }
}
