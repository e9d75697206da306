package io.eventcore.postgres;

import io.eventcore.StreamFold;

/**
 * How many events a stream has, and which ones.
 *
 * @param hash of all their texts, in order
 */
record Trail(long count, int hash) {
    static final StreamFold<Trail, Noted> FOLD = StreamFold.over(Noted.class, new Trail(0, 0))
            .on(Noted.class, Trail::after)
            .build();

    Trail after(Noted noted) {
        return new Trail(count + 1, 31 * hash + noted.text().hashCode());
    }

    /** What tells which events somebody has seen. */
    String next() {
        return (count + 1) + " behind " + hash;
    }
}
