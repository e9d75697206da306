package io.eventcore;

import java.util.HashMap;
import java.util.Map;

/** The balance of each account, in cents. */
record Balances(Map<StreamId, Long> cents) {

    static final Balances EMPTY = new Balances(Map.of());

    private static final EventFold<Balances, AccountEvent> FOLD = EventFold.<Balances, AccountEvent>over(
                    AccountEvent.class)
            .on(
                    AccountEvent.Deposited.class,
                    (state, event) -> state.plus(event.stream(), event.payload().cents()))
            .on(
                    AccountEvent.Withdrawn.class,
                    (state, event) ->
                            state.plus(event.stream(), -event.payload().cents()))
            .ignoring(AccountEvent.Opened.class)
            .build();

    Balances after(StoredEvent<AccountEvent> event) {
        return FOLD.apply(this, event);
    }

    long of(StreamId account) {
        return cents.getOrDefault(account, 0L);
    }

    private Balances plus(StreamId account, long change) {
        Map<StreamId, Long> next = new HashMap<>(cents);
        next.merge(account, change, Long::sum);
        return new Balances(Map.copyOf(next));
    }
}
