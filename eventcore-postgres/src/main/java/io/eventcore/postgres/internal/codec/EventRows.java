package io.eventcore.postgres.internal.codec;

import io.eventcore.EventCodec;
import io.eventcore.EventId;
import io.eventcore.EventTypes;
import io.eventcore.PayloadReader;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Rows of the table {@code events}, as events. */
public final class EventRows {

    /**
     * The columns of a row, in their order, of a table or function called {@code e}. Texts that are not small are left out: a
     * page of a thousand rows must not fill the memory. What is stored compressed must be unpacked to know how long it is,
     * so that is asked for last. See {@link BoundedRows}.
     */
    public static final String COLUMNS = """
            e.position, e.event_id, e.stream_id, e.stream_version, e.event_type, e.event_version,
            CASE WHEN pg_column_size(e.event_data) <= 8192 AND (
                pg_column_compression(e.event_data) IS NULL
                OR pg_column_size(e.event_data) <= 2400 AND octet_length(e.event_data::pg_catalog.text) <= 8192
            ) THEN e.event_data END,
            CASE WHEN pg_column_size(e.metadata) <= 2048 AND pg_column_compression(e.metadata) IS NULL THEN e.metadata END,
            e.created_at\
            """;

    /** The most bytes of JSON of one event that are read: what is larger would take the heap of everybody else. */
    static final long LARGEST =
            Math.min(128L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 8);

    /** Where the stream's name stands if {@link #COLUMNS} come first. */
    public static final int STREAM_COLUMN = 3;

    /** Where the event's version stands if {@link #COLUMNS} come first. */
    public static final int VERSION_COLUMN = 4;

    private final PayloadReader payloads;
    private final MetadataCodec metadata;

    /** Decodes with this codec into these types. */
    public EventRows(EventTypes types, EventCodec codec, MetadataCodec metadata) {
        this.payloads = new PayloadReader(types, codec);
        this.metadata = metadata;
    }

    /**
     * The current row, with its texts if they are small.
     *
     * @param first the number of the first of {@link #COLUMNS} in the row
     */
    static EventRow row(ResultSet row, int first) throws SQLException {
        String data = row.getString(first + 6);
        String metadata = row.getString(first + 7);
        return new EventRow(
                row.getLong(first),
                new EventId(row.getObject(first + 1, UUID.class)),
                new StreamId(row.getString(first + 2)),
                row.getLong(first + 3),
                row.getString(first + 4),
                row.getInt(first + 5),
                data == null || metadata == null ? null : new EventRow.Texts(data, metadata, 0),
                row.getObject(first + 8, OffsetDateTime.class).toInstant());
    }

    /**
     * The event in a row, which has its texts.
     *
     * @throws io.eventcore.UnknownEventTypeException if no registered class claims its type
     * @throws io.eventcore.EventCodecException if it cannot be decoded, or is larger than what is read
     */
    public StoredEvent<Object> decode(EventRow row) {
        EventRow.Texts texts = row.present();
        return decode(
                row.id(),
                row.stream(),
                row.version(),
                row.position(),
                row.type(),
                row.typeVersion(),
                texts.data(),
                texts.metadata(),
                row.createdAt());
    }

    /**
     * The event that these values of the columns stand for.
     *
     * @throws io.eventcore.UnknownEventTypeException if no registered class claims its type
     * @throws io.eventcore.EventCodecException if it cannot be decoded
     */
    public StoredEvent<Object> decode(
            EventId id,
            StreamId stream,
            long version,
            long position,
            String type,
            int typeVersion,
            String data,
            String about,
            Instant createdAt) {
        return new StoredEvent<>(
                id,
                stream,
                version,
                position,
                type,
                payloads.read(stream, version, position, type, typeVersion, data),
                metadata.decode(about),
                createdAt);
    }

    /** The payload alone. See {@link #decode}. */
    public Object decodePayload(
            StreamId stream, long version, long position, String type, int typeVersion, String data) {
        return payloads.read(stream, version, position, type, typeVersion, data);
    }

    /**
     * An event, and how long its texts are.
     *
     * @param characters of its data and its metadata
     */
    public record SizedEvent(StoredEvent<Object> event, long characters) {}
}
