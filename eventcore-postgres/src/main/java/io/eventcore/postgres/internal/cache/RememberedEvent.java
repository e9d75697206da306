package io.eventcore.postgres.internal.cache;

import io.eventcore.StoredEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event in memory. One that this process has appended is kept as JSON until somebody reads it, and is then decoded as any
 * row would be: what a command sees must not depend on who wrote it.
 */
public final class RememberedEvent {

    /** What an event takes besides its texts. */
    private static final long OVERHEAD = 400;

    /** Bytes for each character of the JSON of an event that was read: a text has one or two, a list of numbers more. */
    private static final long READ = 3;

    /** The same for one that was appended: it is kept as JSON and, when somebody has read it, as an object. */
    private static final long APPENDED = 5;

    private final long position;
    private final long bytes;
    private volatile Object content;
    private volatile @Nullable Object payload;

    /** An event that was read. */
    RememberedEvent(StoredEvent<Object> event, long characters) {
        this.position = event.position();
        this.bytes = OVERHEAD + READ * characters;
        this.content = event;
    }

    /**
     * An event that was appended.
     *
     * @param characters of its data and its metadata
     * @param encoded reads it
     */
    public RememberedEvent(long position, long characters, Encoded encoded) {
        this.position = position;
        this.bytes = OVERHEAD + APPENDED * characters;
        this.content = encoded;
    }

    /** An event as text. Each method may be called more than once. */
    public interface Encoded {

        /** All of it. */
        StoredEvent<Object> event();

        /** Its payload. */
        Object payload();
    }

    long position() {
        return position;
    }

    /** About how much memory it takes. */
    long bytes() {
        return bytes;
    }

    @SuppressWarnings("unchecked") // what is not encoded is an event
    StoredEvent<Object> event() {
        Object now = content;
        if (now instanceof Encoded encoded) {
            StoredEvent<Object> event = encoded.event();
            content = event;
            return event;
        }
        return (StoredEvent<Object>) now;
    }

    /** Its payload, which costs less than the whole event if nobody has read that yet. */
    Object payload() {
        if (!(content instanceof Encoded encoded)) {
            return event().payload();
        }
        Object known = payload;
        if (known == null) {
            known = encoded.payload();
            payload = known;
        }
        return known;
    }
}
