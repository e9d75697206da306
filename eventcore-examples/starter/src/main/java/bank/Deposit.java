package bank;

import bank.AccountEvent.Deposited;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;

/** Pays money into an account. */
public record Deposit(StreamId account, long cents) implements StreamCommand<Long, AccountEvent> {

    @Override
    public Streams streams() {
        return Streams.of(account);
    }

    @Override
    public StreamFold<Long, AccountEvent> fold() {
        return AccountEvent.BALANCE;
    }

    @Override
    public Writes<AccountEvent> handle(StreamStates<Long> balances) {
        require(cents > 0, "a deposit is positive");
        return Writes.to(account, new Deposited(cents));
    }
}
