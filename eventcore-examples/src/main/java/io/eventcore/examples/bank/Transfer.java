package io.eventcore.examples.bank;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.bank.AccountEvent.Deposited;
import io.eventcore.examples.bank.AccountEvent.Withdrawn;

/**
 * Moves money from one account to another, if both are open and there is enough. The two accounts are its consistency
 * boundary: both get their event, or neither.
 *
 * @param from the stream of the account that pays
 * @param to the stream of the account that is paid
 * @param cents how much, positive
 */
public record Transfer(StreamId from, StreamId to, long cents) implements StreamCommand<Account, AccountEvent> {

    /** @throws IllegalArgumentException if the amount is not positive */
    public Transfer {
        if (cents <= 0) {
            throw new IllegalArgumentException("A transfer moves a positive amount, not " + cents + ".");
        }
    }

    @Override
    public Streams streams() {
        require(!from.equals(to), "a transfer needs two accounts");
        return Streams.of(from, to);
    }

    @Override
    public StreamFold<Account, AccountEvent> fold() {
        return Account.FOLD;
    }

    @Override
    public Writes<AccountEvent> handle(StreamStates<Account> accounts) {
        require(accounts.of(from).open() && accounts.of(to).open(), "an account is not open");
        require(accounts.of(from).cents() >= cents, "insufficient funds");
        return Writes.to(from, new Withdrawn(cents)).and(to, new Deposited(cents));
    }
}
