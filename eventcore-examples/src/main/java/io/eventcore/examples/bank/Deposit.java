package io.eventcore.examples.bank;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.bank.AccountEvent.Deposited;

/**
 * Pays money in, if the account is open.
 *
 * @param account the account's stream
 * @param cents how much, positive
 */
public record Deposit(StreamId account, long cents) implements StreamCommand<Account, AccountEvent> {

    /** @throws IllegalArgumentException if the amount is not positive */
    public Deposit {
        if (cents <= 0) {
            throw new IllegalArgumentException("A deposit is a positive amount, not " + cents + ".");
        }
    }

    @Override
    public Streams streams() {
        return Streams.of(account);
    }

    @Override
    public StreamFold<Account, AccountEvent> fold() {
        return Account.FOLD;
    }

    @Override
    public Writes<AccountEvent> handle(StreamStates<Account> accounts) {
        require(accounts.of(account).open(), "the account is not open");
        return Writes.to(account, new Deposited(cents));
    }
}
