package io.eventcore.bench.load;

import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;

/**
 * Puts money on an account, up to a limit: the balance decides. The limit is so high that it is never reached.
 *
 * @param account the stream
 * @param cents how much
 */
record Deposit(StreamId account, long cents) implements BookingCommand<Long> {

    private static final long LIMIT = Long.MAX_VALUE / 2;

    @Override
    public Streams streams() {
        return Streams.of(account);
    }

    @Override
    public Long initialState() {
        return 0L;
    }

    @Override
    public Long apply(Long balance, StoredEvent<Booking> event) {
        return Booking.BALANCE.apply(balance, event);
    }

    @Override
    public Writes<Booking> handle(Long balance) {
        require(balance + cents <= LIMIT, "the account is full");
        return Writes.to(account, new Booking.Deposited(cents, "after " + balance));
    }

    @Override
    public Totals adds() {
        return new Totals(1, cents, 0);
    }
}
