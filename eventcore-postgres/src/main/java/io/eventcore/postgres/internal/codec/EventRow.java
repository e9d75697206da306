package io.eventcore.postgres.internal.codec;

import io.eventcore.EventCodecException;
import io.eventcore.EventId;
import io.eventcore.EventReference;
import io.eventcore.StreamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code events}, not decoded yet.
 *
 * @param texts data and metadata; null if they are too large to come with the row
 */
public record EventRow(
        long position,
        EventId id,
        StreamId stream,
        long version,
        String type,
        int typeVersion,
        @Nullable Texts texts,
        Instant createdAt) {

    /**
     * What is text in a row.
     *
     * @param data the payload
     * @param metadata the metadata
     * @param octets how long both are as UTF-8; more than there is in the texts if they are too long to be read
     */
    record Texts(String data, String metadata, long octets) {

        /** Stands for texts that nobody reads. */
        static Texts tooLong(long octets) {
            return new Texts("", "", octets);
        }
    }

    /** Whether the texts are still to be fetched. */
    boolean isLarge() {
        return texts == null;
    }

    EventRow with(Texts fetched) {
        return new EventRow(position, id, stream, version, type, typeVersion, fetched, createdAt);
    }

    /** How much of it there is; 0 if its texts are still to be fetched. */
    public long characters() {
        return texts == null
                ? 0
                : (long) texts.data().length() + texts.metadata().length();
    }

    /** Its texts, which must be here. */
    Texts present() {
        if (texts == null) {
            throw new IllegalStateException("The texts of the event at position " + position + " are not here.");
        }
        if (texts.octets() > 0 && texts.data().isEmpty()) {
            throw new EventCodecException("The event of type '" + type + "' in stream '" + stream + "', version "
                    + version + ", position " + position + ", has " + texts.octets()
                    + " bytes of JSON. This process reads events of up to " + EventRows.LARGEST
                    + " bytes: an eighth of its heap, and 128 MiB at most. Start it with a larger heap (-Xmx).");
        }
        return texts;
    }

    /** Names the event. */
    public EventReference reference() {
        return new EventReference(position, id, stream, version, type);
    }
}
