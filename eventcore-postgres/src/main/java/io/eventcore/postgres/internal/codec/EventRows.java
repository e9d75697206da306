package io.eventcore.postgres.internal.codec;

import io.eventcore.EventCodec;
import io.eventcore.EventId;
import io.eventcore.EventReference;
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

    /** The columns that {@link #read} expects, in its order, of a table or function called {@code e}. */
    public static final String COLUMNS = """
            e.position, e.event_id, e.stream_id, e.stream_version, e.event_type, e.event_version, e.event_data,
            e.metadata, e.created_at\
            """;

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
     * The event in the current row.
     *
     * @param first the number of the first of {@link #COLUMNS} in the row
     * @throws io.eventcore.UnknownEventTypeException if no registered class claims its type
     * @throws io.eventcore.EventCodecException if it cannot be decoded
     */
    public StoredEvent<Object> read(ResultSet row, int first) throws SQLException {
        return readSized(row, first).event();
    }

    /** Names the event in the current row, also one that cannot be decoded. See {@link #read(ResultSet, int)}. */
    public EventReference readReference(ResultSet row, int first) throws SQLException {
        return new EventReference(
                row.getLong(first),
                new EventId(row.getObject(first + 1, UUID.class)),
                new StreamId(row.getString(first + 2)),
                row.getLong(first + 3),
                row.getString(first + 4));
    }

    /** The event in the current row, and how much of it there is. See {@link #read(ResultSet, int)}. */
    public SizedEvent readSized(ResultSet row, int first) throws SQLException {
        String data = row.getString(first + 6);
        String about = row.getString(first + 7);
        StoredEvent<Object> event = decode(
                new EventId(row.getObject(first + 1, UUID.class)),
                new StreamId(row.getString(first + 2)),
                row.getLong(first + 3),
                row.getLong(first),
                row.getString(first + 4),
                row.getInt(first + 5),
                data,
                about,
                row.getObject(first + 8, OffsetDateTime.class).toInstant());
        return new SizedEvent(event, (long) data.length() + about.length());
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
