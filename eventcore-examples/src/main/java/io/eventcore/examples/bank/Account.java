package io.eventcore.examples.bank;

import io.eventcore.StreamFold;
import io.eventcore.examples.bank.AccountEvent.Deposited;
import io.eventcore.examples.bank.AccountEvent.Opened;
import io.eventcore.examples.bank.AccountEvent.Withdrawn;

/**
 * An account as its events leave it: what commands decide on.
 *
 * @param open whether it was opened
 * @param cents what is on it, in cents
 */
public record Account(boolean open, long cents) {

    /** How the events of an account become its state. */
    public static final StreamFold<Account, AccountEvent> FOLD = StreamFold.over(
                    AccountEvent.class, new Account(false, 0))
            .on(Opened.class, (account, event) -> new Account(true, account.cents))
            .on(Deposited.class, (account, event) -> new Account(account.open, account.cents + event.cents()))
            .on(Withdrawn.class, (account, event) -> new Account(account.open, account.cents - event.cents()))
            .build();
}
