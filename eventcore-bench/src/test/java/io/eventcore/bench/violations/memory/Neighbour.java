package io.eventcore.bench.violations.memory;

import io.eventcore.bench.violations.postgres.internal.Hidden;

/** A module that uses another's internals, locks threads and keeps static state. */
final class Neighbour {

    static int state;

    private final Hidden hidden;

    Neighbour(Object any) {
        this.hidden = Hidden.class.cast(any);
    }

    synchronized Object locked() {
        synchronized (hidden) {
            return hidden;
        }
    }
}
