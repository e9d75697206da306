package io.eventcore.jackson.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.core.util.BufferRecycler;

class BufferPoolTest {

    private final BufferPool pool = new BufferPool();

    @Test
    void buffersThatWereGivenBackAreUsedAgain() {
        BufferRecycler buffers = pool.acquirePooled();
        pool.releasePooled(buffers);

        assertThat(pool.acquirePooled()).isSameAs(buffers);
    }

    @Test
    void buffersThatAreInUseAreNotGivenOutAgain() {
        BufferRecycler buffers = pool.acquirePooled();
        pool.releasePooled(buffers);
        BufferRecycler inUse = pool.acquirePooled();

        assertThat(pool.acquirePooled()).isNotSameAs(inUse);
    }
}
