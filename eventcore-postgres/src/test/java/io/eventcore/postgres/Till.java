package io.eventcore.postgres;

import io.eventcore.Snapshots;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import java.util.Collections;

/**
 * What was deposited in a stream.
 *
 * @param cents in all
 * @param deposits in how many events
 */
record Till(long cents, long deposits) {

    static final String NAME = "till";
    static final int EVERY = 10;

    static final StreamFold<Till, Deposited> FOLD =
            fold(Snapshots.of(NAME, 1, Till.class).every(EVERY));

    static StreamFold<Till, Deposited> fold(Snapshots<Till> snapshots) {
        return builder().snapshots(snapshots).build();
    }

    /** Without snapshots so far. */
    static StreamFold.Builder<Till, Deposited> builder() {
        return StreamFold.over(Deposited.class, new Till(0, 0))
                .on(Deposited.class, (till, deposited) -> new Till(till.cents + deposited.cents(), till.deposits + 1));
    }

    /** Deposits one cent more than there are events, in one or more events. */
    static Deposit deposit(StreamId stream, int events) {
        return new Deposit(stream, events, FOLD);
    }

    /**
     * Deposits one cent more than there are events.
     *
     * @param stream the stream
     * @param events in how many events
     * @param fold how its state comes about
     */
    record Deposit(StreamId stream, int events, StreamFold<Till, Deposited> fold)
            implements StreamCommand<Till, Deposited> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public Writes<Deposited> handle(StreamStates<Till> tills) {
            Till till = tills.of(stream);
            if (till.deposits() != tills.versionOf(stream)) {
                throw new IllegalStateException(till + " of " + tills.versionOf(stream) + " events");
            }
            return Writes.to(stream, Collections.nCopies(events, new Deposited(till.deposits() + 1)));
        }
    }
}
