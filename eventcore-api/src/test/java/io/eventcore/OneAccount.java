package io.eventcore;

import java.util.function.LongFunction;

/** A command on one account that lets a test say what it decides, given the balance. */
record OneAccount(StreamId account, LongFunction<Writes<AccountEvent>> decision)
        implements Command<Balances, AccountEvent> {

    static OneAccount deposit(StreamId account, long cents) {
        return new OneAccount(account, balance -> Writes.to(account, new AccountEvent.Deposited(cents)));
    }

    @Override
    public Streams streams() {
        return Streams.of(account);
    }

    @Override
    public Balances initialState() {
        return Balances.EMPTY;
    }

    @Override
    public Balances apply(Balances state, StoredEvent<AccountEvent> event) {
        return state.after(event);
    }

    @Override
    public Writes<AccountEvent> handle(Balances state) {
        return decision.apply(state.of(account));
    }
}
