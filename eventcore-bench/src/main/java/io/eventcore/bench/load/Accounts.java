package io.eventcore.bench.load;

import io.eventcore.ReadRequest;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresEventStore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A range of the streams that a {@link Filling} has made.
 *
 * @param first the number of the first
 * @param count how many
 */
record Accounts(int first, int count) {

    /** With few events in each, they fit into a page. */
    private static final int AT_ONCE = 500;

    /** Deposits to accounts picked at random. */
    CommandSource deposits() {
        return CommandSource.deposits(Filling.PREFIX, first, count);
    }

    /** Reads all of them, so that the store remembers them. */
    void readBy(PostgresEventStore store) {
        int end = first + count;
        for (int from = first; from < end; from += AT_ONCE) {
            store.read(
                    new ReadRequest(IntStream.range(from, Math.min(from + AT_ONCE, end))
                            .mapToObj(nth -> StreamId.of(Filling.PREFIX + nth))
                            .collect(Collectors.toMap(stream -> stream, stream -> 0L))),
                    event -> {});
        }
    }
}
