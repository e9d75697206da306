package io.eventcore.examples.bank;

import io.eventcore.EventFold;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.util.HashMap;
import java.util.Map;

/**
 * What is on some accounts: the state on which the commands of this package decide. Immutable.
 *
 * @param cents the balance of each account that is open
 */
public record Balances(Map<StreamId, Long> cents) {

    /** No account is open. */
    public static final Balances EMPTY = new Balances(Map.of());

    /** How one event changes the balance of its account. */
    public static final EventFold<Long, AccountEvent> BALANCE = EventFold.<Long, AccountEvent>over(AccountEvent.class)
            .on(
                    AccountEvent.Deposited.class,
                    (cents, event) -> cents + event.payload().cents())
            .on(
                    AccountEvent.Withdrawn.class,
                    (cents, event) -> cents - event.payload().cents())
            .ignoring(AccountEvent.Opened.class)
            .build();

    /** Copies the map. */
    public Balances {
        cents = Map.copyOf(cents);
    }

    /** Whether the account was opened. */
    public boolean isOpen(StreamId account) {
        return cents.containsKey(account);
    }

    /** What is on the account, in cents; 0 if it is not open. */
    public long of(StreamId account) {
        return cents.getOrDefault(account, 0L);
    }

    /** The balances after one more event. */
    public Balances after(StoredEvent<AccountEvent> event) {
        Map<StreamId, Long> changed = new HashMap<>(cents);
        changed.put(event.stream(), BALANCE.apply(of(event.stream()), event));
        return new Balances(changed);
    }
}
