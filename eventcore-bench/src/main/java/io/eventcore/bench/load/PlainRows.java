package io.eventcore.bench.load;

import java.util.concurrent.atomic.AtomicLong;

/** Rows for a table without streams, numbered so that each stream counts from 1 without a gap. Thread-safe. */
final class PlainRows {

    private final int streams;
    private final AtomicLong next = new AtomicLong();

    PlainRows(int streams) {
        this.streams = streams;
    }

    /**
     * A row.
     *
     * @param stream its stream
     * @param version its version in the stream
     * @param cents how much is deposited
     */
    record Row(String stream, long version, long cents) {

        String data() {
            return PlainRows.data(cents);
        }

        Totals adds() {
            return new Totals(1, cents, 0);
        }
    }

    Row next() {
        long nth = next.getAndIncrement();
        return new Row("account-" + nth % streams, nth / streams + 1, nth % 10_000 + 1);
    }

    /** A deposit as JSON, put together by hand: a control spends as little as it can. */
    static String data(long cents) {
        return "{\"cents\":" + cents + ",\"reference\":\"after " + cents + "\"}";
    }
}
