package io.eventcore.bench.load;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;

/**
 * Puts money on an account, up to a limit: the balance decides. The limit is so high that it is never reached.
 *
 * @param account the stream
 * @param cents how much
 */
record Deposit(StreamId account, long cents)
        implements BookingCommand<StreamStates<Long>>, StreamCommand<Long, Booking> {

    private static final long LIMIT = Long.MAX_VALUE / 2;

    @Override
    public Streams streams() {
        return Streams.of(account);
    }

    @Override
    public StreamFold<Long, Booking> fold() {
        return Booking.BALANCE;
    }

    @Override
    public Writes<Booking> handle(StreamStates<Long> balances) {
        long balance = balances.of(account);
        require(balance + cents <= LIMIT, "the account is full");
        return Writes.to(account, new Booking.Deposited(cents, "after " + balance));
    }

    @Override
    public Totals adds() {
        return new Totals(1, cents, 0);
    }
}
