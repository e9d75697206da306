package io.eventcore.postgres.internal.cache;

import io.eventcore.EventCodec;

/**
 * How much memory states take: about as much as their JSON is long. Writing JSON is dear, so a state is measured again only
 * when the events that were folded since may have doubled it. Thread-safe.
 */
final class StateSizes {

    /** What a state takes besides its texts, with its place in the cache. */
    private static final long OVERHEAD = 256;

    /** A text is one or two bytes for each character, and small objects are more than they are as JSON. */
    private static final long BYTES_OF_A_CHARACTER = 4;

    /** For what the codec cannot write. */
    private static final long UNKNOWN = 16 * 1024;

    /** By so much a state may grow before it is measured. */
    private static final long SLACK = 1_024;

    private final EventCodec codec;

    StateSizes(EventCodec codec) {
        this.codec = codec;
    }

    /**
     * The size of a state.
     *
     * @param measured when it was measured last
     * @param grown by how much at most it has grown since
     */
    record Size(long measured, long grown) {

        /** None was measured before. */
        static final Size NONE = new Size(0, Long.MAX_VALUE / 2);

        long bytes() {
            return measured + grown;
        }
    }

    /**
     * The size of a state that was made of an earlier one.
     *
     * @param before the size of that
     * @param folded how much the events take that were folded since
     */
    Size after(Size before, Object state, long folded) {
        Size grown = new Size(before.measured, before.grown + folded);
        return grown.grown <= grown.measured + SLACK ? grown : new Size(measure(state), 0);
    }

    private long measure(Object state) {
        if (state instanceof Number || state instanceof Boolean || state instanceof Enum<?>) {
            return OVERHEAD;
        }
        try {
            return OVERHEAD + BYTES_OF_A_CHARACTER * codec.encode(state).length();
        } catch (RuntimeException | StackOverflowError unwritable) { // whatever the codec of an application throws
            return OVERHEAD + UNKNOWN;
        }
    }
}
