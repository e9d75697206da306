package io.eventcore.postgres.internal.append;

import io.eventcore.StreamId;
import io.eventcore.postgres.internal.codec.EventRows;
import org.jspecify.annotations.Nullable;

/** An event as its columns. Thread-safe. */
final class EncodedEvent {

    private final StreamId stream;
    private final int nth;
    private final String id;
    private final String type;
    private final int version;
    private final String data;
    private final String metadata;
    private volatile @Nullable Object payload;

    /** @param nth its number among the new events of its stream, from 1 */
    EncodedEvent(StreamId stream, int nth, String id, String type, int version, String data, String metadata) {
        this.stream = stream;
        this.nth = nth;
        this.id = id;
        this.type = type;
        this.version = version;
        this.data = data;
        this.metadata = metadata;
    }

    StreamId stream() {
        return stream;
    }

    int nth() {
        return nth;
    }

    String id() {
        return id;
    }

    String type() {
        return type;
    }

    int version() {
        return version;
    }

    String data() {
        return data;
    }

    String metadata() {
        return metadata;
    }

    /** About how much it weighs in a batch; what counts are the texts. */
    long bytes() {
        return 100L + data.length() + metadata.length();
    }

    /**
     * What a reader of the stored event will get as its payload, which need not equal what was sent. Decoded once.
     *
     * @param streamVersion the version that the event has, or is to have
     * @param position its position, 0 if that is not known yet
     */
    Object payload(EventRows rows, long streamVersion, long position) {
        Object known = payload;
        if (known == null) {
            known = rows.decodePayload(stream, streamVersion, position, type, version, data);
            payload = known;
        }
        return known;
    }
}
