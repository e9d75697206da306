package io.eventcore.jackson.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * Jackson's buffers, kept between uses in places that threads choose by their number. Small events are parsed in some
 * hundred nanoseconds, so Jackson's default, one list for all, is felt, and more so from many threads. Buffers in
 * thread-locals would be as fast, but are of no use to virtual threads, each of which would make its own. Two threads
 * that choose one place get in each other's way, but never get the same buffers. Thread-safe.
 */
public final class BufferPool implements RecyclerPool<BufferRecycler> {

    private static final long serialVersionUID = 1L;

    private static final int PLACES_BITS = 6;
    /** A place has a cache line to itself. */
    private static final int STRIDE = 16;
    /** Fibonacci hashing: neighbouring numbers go to distant places. */
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    /** The buffers that no one uses, each in one of the places that are a stride apart. */
    private final AtomicReferenceArray<BufferRecycler> places = new AtomicReferenceArray<>((1 << PLACES_BITS) * STRIDE);

    /** Empty; buffers come when they are used. */
    public BufferPool() {}

    @Override
    public BufferRecycler acquirePooled() {
        BufferRecycler kept = places.getAndSet(place(), null);
        return kept == null ? new BufferRecycler() : kept;
    }

    @Override
    public void releasePooled(BufferRecycler buffers) {
        places.setRelease(place(), buffers);
    }

    private static int place() {
        long scattered = Thread.currentThread().getId() * SCATTER;
        return (int) (scattered >>> (Long.SIZE - PLACES_BITS)) * STRIDE;
    }
}
