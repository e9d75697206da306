package io.eventcore.bench.load;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;

/**
 * Moves money from one account, which may be overdrawn up to a limit, to another. The limit is so low that it is never
 * reached.
 *
 * @param from the stream that pays
 * @param to the stream that is paid
 * @param cents how much
 */
record Transfer(StreamId from, StreamId to, long cents)
        implements BookingCommand<StreamStates<Long>>, StreamCommand<Long, Booking> {

    private static final long LIMIT = Long.MIN_VALUE / 2;

    @Override
    public Streams streams() {
        return Streams.of(from, to);
    }

    @Override
    public StreamFold<Long, Booking> fold() {
        return Booking.BALANCE;
    }

    @Override
    public Writes<Booking> handle(StreamStates<Long> balances) {
        require(balances.of(from) - cents >= LIMIT, "insufficient funds");
        return Writes.to(from, new Booking.Withdrawn(cents, "after " + balances.of(from)))
                .and(to, new Booking.Deposited(cents, "after " + balances.of(to)));
    }

    @Override
    public Totals adds() {
        return new Totals(2, cents, cents);
    }
}
