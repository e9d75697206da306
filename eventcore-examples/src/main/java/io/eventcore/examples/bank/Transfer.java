package io.eventcore.examples.bank;

import io.eventcore.Command;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;

/**
 * Moves money from one account to another, if both are open and there is enough. The two accounts are its consistency
 * boundary: both get their event, or neither.
 *
 * @param from the stream of the account that pays
 * @param to the stream of the account that is paid
 * @param cents how much, positive
 */
public record Transfer(StreamId from, StreamId to, long cents) implements Command<Balances, AccountEvent> {

    /** @throws IllegalArgumentException if the amount is not positive */
    public Transfer {
        if (cents <= 0) {
            throw new IllegalArgumentException("A transfer moves a positive amount, not " + cents + ".");
        }
    }

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
        require(state.isOpen(from) && state.isOpen(to), "an account is not open");
        require(state.of(from) >= cents, "insufficient funds");
        return Writes.to(from, new AccountEvent.Withdrawn(cents)).and(to, new AccountEvent.Deposited(cents));
    }
}
