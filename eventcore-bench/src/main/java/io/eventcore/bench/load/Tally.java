package io.eventcore.bench.load;

import java.util.concurrent.atomic.LongAdder;

/** Adds up what was acknowledged. Thread-safe. */
final class Tally {

    private final LongAdder events = new LongAdder();
    private final LongAdder deposited = new LongAdder();
    private final LongAdder withdrawn = new LongAdder();

    void add(Totals more) {
        events.add(more.events());
        deposited.add(more.deposited());
        withdrawn.add(more.withdrawn());
    }

    /** Exact once nobody adds any more. */
    Totals totals() {
        return new Totals(events.sum(), deposited.sum(), withdrawn.sum());
    }
}
