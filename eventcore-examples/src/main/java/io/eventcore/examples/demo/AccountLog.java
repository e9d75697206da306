package io.eventcore.examples.demo;

import io.eventcore.EventFeed;
import io.eventcore.EventFilter;
import io.eventcore.EventStore;
import io.eventcore.FeedPage;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.examples.bank.Account;
import io.eventcore.examples.bank.AccountEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the log says about accounts, folded from its first event.
 *
 * @param balances what is on each account, in cents
 * @param withdrawals how many withdrawals there were
 */
record AccountLog(Map<StreamId, Long> balances, long withdrawals) {

    private static final int PAGE = 5_000;

    AccountLog {
        balances = Map.copyOf(balances);
    }

    /** Folds the events of all accounts whose stream name starts so, up to the store's head at the moment. Blocks. */
    static AccountLog fold(EventStore store, String streamPrefix) {
        EventFilter filter = EventFilter.all()
                .withStreamPrefix(streamPrefix)
                .withTypes(store.eventTypes().namesOf(AccountEvent.class).toArray(String[]::new));
        Map<StreamId, Account> accounts = new HashMap<>();
        long withdrawals = 0;
        EventFeed feed = store.feed();
        long head = feed.head();
        long position = 0;
        while (position < head) {
            FeedPage page = feed.read(position, filter, PAGE);
            for (StoredEvent<Object> event : page.events()) {
                Account before = accounts.getOrDefault(event.stream(), Account.FOLD.initialState());
                accounts.put(event.stream(), Account.FOLD.apply(before, event.payload()));
                withdrawals += event.payload() instanceof AccountEvent.Withdrawn ? 1 : 0;
            }
            position = page.position();
        }
        return new AccountLog(balances(accounts), withdrawals);
    }

    private static Map<StreamId, Long> balances(Map<StreamId, Account> accounts) {
        return accounts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, account -> account.getValue().cents()));
    }

    /** What is on all accounts together, in cents. */
    long total() {
        return balances.values().stream().mapToLong(Long::longValue).sum();
    }

    boolean hasNegative() {
        return balances.values().stream().anyMatch(cents -> cents < 0);
    }
}
