package io.eventcore.bench.load;

import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.jackson.JacksonEventCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/** A control: reads the table in pages over plain JDBC and decodes payload and metadata by Jackson; keeps no checkpoint. */
final class ScanSide implements Side {

    private static final String PAGE = """
        SELECT position, event_id, stream_id, stream_version, event_type, event_data, metadata, created_at
        FROM events WHERE position > ? ORDER BY position LIMIT ?\
        """;

    private final TypeCounts expected;
    private final int pageSize;
    private final Connection connection;
    private final JacksonEventCodec codec = JacksonEventCodec.create();
    private final EventTypes types = EventTypes.of(Booking.class);

    ScanSide(BenchDatabase database, int pageSize, TypeCounts expected) throws SQLException {
        this.expected = expected;
        this.pageSize = pageSize;
        this.connection = database.connect();
    }

    @Override
    public String label() {
        return "pages of " + pageSize + " by JDBC";
    }

    @Override
    public Work run(Duration time) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        long start = System.nanoTime();
        try (PreparedStatement statement = connection.prepareStatement(PAGE)) {
            long position = 0;
            long next = readPage(statement, position, counts);
            while (next > position) {
                position = next;
                next = readPage(statement, position, counts);
            }
        }
        long nanos = System.nanoTime() - start;
        expected.add(counts);
        return new Work(expected.total(), nanos, new Histogram(3));
    }

    private long readPage(PreparedStatement statement, long after, Map<String, Long> counts) throws SQLException {
        statement.setLong(1, after);
        statement.setInt(2, pageSize);
        long position = after;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                position = row.getLong(1);
                String type = row.getString(5);
                Booking payload = Booking.class.cast(codec.decode(
                        row.getString(6), types.named(type).orElseThrow().payloadType()));
                JsonNode metadata = codec.decode(row.getString(7), JsonNode.class);
                if (metadata.isObject()) {
                    counts.merge(
                            payload.getClass().getAnnotation(EventType.class).value(), 1L, Long::sum);
                }
            }
        }
        return position;
    }

    @Override
    public void check() {
        expected.check();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
