package bank;

import bank.AccountEvent.Deposited;
import bank.AccountEvent.Withdrawn;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;

/** Moves money between two accounts: both get their event, or neither. */
public record Transfer(StreamId from, StreamId to, long cents) implements StreamCommand<Long, AccountEvent> {

    @Override
    public Streams streams() {
        require(!from.equals(to), "a transfer needs two accounts");
        return Streams.of(from, to);
    }

    @Override
    public StreamFold<Long, AccountEvent> fold() {
        return AccountEvent.BALANCE;
    }

    @Override
    public Writes<AccountEvent> handle(StreamStates<Long> balances) {
        require(cents > 0, "a transfer is positive");
        require(balances.of(from) >= cents, "insufficient funds");
        return Writes.to(from, new Withdrawn(cents)).and(to, new Deposited(cents));
    }
}
