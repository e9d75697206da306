package io.eventcore.postgres.internal.cache;

import io.eventcore.StoredEvent;
import java.util.function.Supplier;

/**
 * An event in memory. One that this process has appended is kept as JSON until somebody reads it, and is then decoded as any
 * row would be: what a command sees must not depend on who wrote it.
 */
public final class RememberedEvent {

    /** What an event takes besides its texts. */
    private static final long OVERHEAD = 300;

    private final long position;
    private final long bytes;
    private volatile Object content;

    /** An event that was read. */
    RememberedEvent(StoredEvent<Object> event, long characters) {
        this.position = event.position();
        this.bytes = sizeOf(characters);
        this.content = event;
    }

    /**
     * An event that was appended.
     *
     * @param characters of its data and its metadata
     * @param decoding reads it; may run more than once
     */
    public RememberedEvent(long position, long characters, Supplier<StoredEvent<Object>> decoding) {
        this.position = position;
        this.bytes = sizeOf(characters);
        this.content = new Undecoded(decoding);
    }

    private static long sizeOf(long characters) {
        return OVERHEAD + 2 * characters;
    }

    long position() {
        return position;
    }

    /** About how much memory it takes. */
    long bytes() {
        return bytes;
    }

    @SuppressWarnings("unchecked") // what is not undecoded is an event
    StoredEvent<Object> event() {
        Object now = content;
        if (now instanceof Undecoded undecoded) {
            StoredEvent<Object> event = undecoded.decoding().get();
            content = event;
            return event;
        }
        return (StoredEvent<Object>) now;
    }

    private record Undecoded(Supplier<StoredEvent<Object>> decoding) {}
}
