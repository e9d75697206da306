package io.eventcore.examples.bank;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.bank.AccountEvent.Deposited;
import io.eventcore.examples.bank.AccountEvent.Opened;

/**
 * Opens an account with some money on it; refused if it is open already.
 *
 * @param account the account's stream
 * @param owner whose account it is
 * @param cents what is paid in, positive
 */
public record OpenAccount(StreamId account, String owner, long cents) implements StreamCommand<Account, AccountEvent> {

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
    public StreamFold<Account, AccountEvent> fold() {
        return Account.FOLD;
    }

    @Override
    public Writes<AccountEvent> handle(StreamStates<Account> accounts) {
        require(!accounts.of(account).open(), "the account is open already");
        return Writes.to(account, new Opened(owner), new Deposited(cents));
    }
}
