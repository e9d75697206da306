package io.eventcore.bench;

import io.eventcore.EventStore;
import io.eventcore.ReadRequest;
import io.eventcore.StreamId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hands out streams so that none gets long, however long a benchmark runs: a number of them by turns, and new ones when
 * each has been handed out {@value #TIMES} times. Not thread-safe.
 */
final class ShortStreams {

    private static final int TIMES = 8;
    private static final int AT_ONCE = 1_000;
    private static final int ROUND = TIMES * AT_ONCE;

    private final String prefix;
    private final StreamId[] current = new StreamId[AT_ONCE];
    private long handedOut;

    /** @param prefix what their names begin with */
    ShortStreams(String prefix) {
        this.prefix = prefix;
    }

    StreamId next() {
        int slot = (int) (handedOut % AT_ONCE);
        if (timesBefore() == 0) {
            current[slot] = name(handedOut / ROUND, slot);
        }
        handedOut++;
        return current[slot];
    }

    /** How often the stream that comes next was handed out before. */
    long timesBefore() {
        return handedOut % ROUND / AT_ONCE;
    }

    /** How often a stream was handed out. */
    long handedOut() {
        return handedOut;
    }

    private StreamId name(long round, int slot) {
        return StreamId.of(prefix + "-" + round + "-" + slot);
    }

    /**
     * Looks at the version of each stream.
     *
     * @param events how many events were appended each time
     * @throws IllegalStateException if a stream does not hold as many as it should
     */
    void check(EventStore store, int events) {
        for (long round = 0; round * ROUND < handedOut; round++) {
            Map<StreamId, Long> expected = new LinkedHashMap<>();
            for (int slot = 0; slot < AT_ONCE; slot++) {
                expected.put(name(round, slot), events * times(round, slot));
            }
            Map<StreamId, Long> actual = store.read(new ReadRequest(expected), event -> {
                throw new IllegalStateException("Nobody appended " + event + ".");
            });
            if (!actual.equals(expected)) {
                throw new IllegalStateException("Streams have other versions than what was appended to them gives: "
                        + actual + " instead of " + expected + ".");
            }
        }
    }

    private long times(long round, int slot) {
        long sinceFirst = handedOut - round * ROUND - slot;
        return Math.max(0, Math.min(TIMES, (sinceFirst + AT_ONCE - 1) / AT_ONCE));
    }
}
