package io.eventcore.bench.load;

import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
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
record Transfer(StreamId from, StreamId to, long cents) implements BookingCommand<Transfer.Balances> {

    private static final long LIMIT = Long.MIN_VALUE / 2;

    /** What is on the two accounts. */
    record Balances(long from, long to) {}

    @Override
    public Streams streams() {
        return Streams.of(from, to);
    }

    @Override
    public Balances initialState() {
        return new Balances(0, 0);
    }

    @Override
    public Balances apply(Balances state, StoredEvent<Booking> event) {
        return event.stream().equals(from)
                ? new Balances(Booking.BALANCE.apply(state.from, event), state.to)
                : new Balances(state.from, Booking.BALANCE.apply(state.to, event));
    }

    @Override
    public Writes<Booking> handle(Balances state) {
        require(state.from - cents >= LIMIT, "insufficient funds");
        return Writes.to(from, new Booking.Withdrawn(cents, "after " + state.from))
                .and(to, new Booking.Deposited(cents, "after " + state.to));
    }

    @Override
    public Totals adds() {
        return new Totals(2, cents, cents);
    }
}
