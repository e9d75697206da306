package io.eventcore;

import io.eventcore.AccountEvent.Deposited;
import io.eventcore.AccountEvent.Withdrawn;

/** The command that the design opens with, word for word. */
record Transfer(StreamId from, StreamId to, long cents) implements Command<Balances, AccountEvent> {

    @Override
    public Streams streams() {
        return Streams.of(from, to);
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
        require(state.of(from) >= cents, "insufficient funds");
        return Writes.to(from, new Withdrawn(cents)).and(to, new Deposited(cents));
    }
}
