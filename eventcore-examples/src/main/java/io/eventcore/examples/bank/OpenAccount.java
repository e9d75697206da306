package io.eventcore.examples.bank;

import io.eventcore.Command;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;

/**
 * Opens an account with some money on it; refused if it is open already.
 *
 * @param account the account's stream
 * @param owner whose account it is
 * @param cents what is paid in, positive
 */
public record OpenAccount(StreamId account, String owner, long cents) implements Command<Balances, AccountEvent> {

    /** @throws IllegalArgumentException if nothing is paid in */
    public OpenAccount {
        if (cents <= 0) {
            throw new IllegalArgumentException("An account is opened with a positive amount, not with " + cents + ".");
        }
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
        require(!state.isOpen(account), "the account is open already");
        return Writes.to(account, new AccountEvent.Opened(owner), new AccountEvent.Deposited(cents));
    }
}
