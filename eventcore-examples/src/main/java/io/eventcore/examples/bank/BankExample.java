package io.eventcore.examples.bank;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.StreamId;
import io.eventcore.examples.story.AtOnce;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Story;
import io.eventcore.examples.story.Telling;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import java.util.stream.IntStream;

/** Moves money between two accounts from many callers at once. {@code ./eventcore demo} does it on a larger scale. */
public final class BankExample implements Example {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");
    private static final int TRANSFERS = 100;

    /** Runs it alone. */
    public static void main(String[] arguments) throws Exception {
        System.exit(Telling.alone(new BankExample()));
    }

    @Override
    public String name() {
        return "bank";
    }

    @Override
    public String shows() {
        return "a transfer reads two accounts and writes to both, or to neither";
    }

    @Override
    public void tell(String url, Story story) {
        try (EventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(AccountEvent.class))) {
            store.initialize();
            CommandExecutor executor = CommandExecutor.create(store);
            executor.execute(new OpenAccount(ALICE, "Alice", 10_000));
            executor.execute(new OpenAccount(BOB, "Bob", 10_000));
            story.say("Alice and Bob have 100.00 each.");

            story.claimRefused("insufficient funds", () -> executor.execute(new Transfer(ALICE, BOB, 10_001)));
            story.claim("the refused transfer left no event", store.read(BOB).size() == 2);

            AtOnce transfers = transferFromBothSides(executor);
            story.say(
                    "%d transfers there, and %d back, all at once, took %d attempts.",
                    TRANSFERS, TRANSFERS, transfers.attempts());
            story.claim("all transfers were carried out", transfers.done().size() == 2 * TRANSFERS);
            story.claim("each account has the events of all transfers", hasAllEvents(store));
            story.claim("nobody gained or lost a cent", cents(store, ALICE) == 10_000 && cents(store, BOB) == 10_000);
        }
    }

    private static AtOnce transferFromBothSides(CommandExecutor executor) {
        return AtOnce.execute(
                executor,
                IntStream.range(0, 2 * TRANSFERS)
                        .mapToObj(i -> i % 2 == 0 ? new Transfer(ALICE, BOB, 7) : new Transfer(BOB, ALICE, 7))
                        .toList());
    }

    private static boolean hasAllEvents(EventStore store) {
        return store.read(ALICE).size() == 2 + 2 * TRANSFERS && store.read(BOB).size() == 2 + 2 * TRANSFERS;
    }

    private static long cents(EventStore store, StreamId account) {
        Account state = Account.FOLD.initialState();
        for (var event : store.read(account)) {
            state = Account.FOLD.apply(state, event.payload());
        }
        return state.cents();
    }
}
