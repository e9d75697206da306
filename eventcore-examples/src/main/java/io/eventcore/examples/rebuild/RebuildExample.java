package io.eventcore.examples.rebuild;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.StreamId;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.examples.bank.OpenAccount;
import io.eventcore.examples.bank.Transfer;
import io.eventcore.examples.story.AtOnce;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Story;
import io.eventcore.examples.story.Telling;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ProjectionAdmin;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.IntStream;

/** Builds a second version of a read model beside the first, while somebody reads and others transfer money. */
public final class RebuildExample implements Example {

    private static final int ACCOUNTS = 100;
    private static final int TRANSFERS = 1_000;
    private static final long CENTS = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Runs it alone. */
    public static void main(String[] arguments) throws Exception {
        System.exit(Telling.alone(new RebuildExample()));
    }

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String shows() {
        return "a read model is built anew while readers read the old one";
    }

    @Override
    public void tell(String url, Story story) throws SQLException {
        try (EventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(AccountEvent.class))) {
            store.initialize();
            CommandExecutor executor = CommandExecutor.create(store);
            AtOnce.execute(
                    executor,
                    IntStream.range(0, ACCOUNTS)
                            .mapToObj(i -> new OpenAccount(account(i), "owner " + i, CENTS))
                            .toList());
            transfer(executor);
            try (ProjectionRunner first = new ProjectionRunner(store, new BalancesV1()).start()) {
                require(first.awaitPosition(store.feed().head(), LONGEST));
                story.say(
                        "Version 1 is built from %,d events, and readers see it.",
                        store.feed().head());
                story.claim("it has no owners", Reader.look(url).withOwners() == 0);
                rebuild(url, store, executor, story);
            }
            story.claim(
                    "all the money is there, with an owner for each account",
                    Reader.look(url).equals(new Reader.Look(ACCOUNTS, ACCOUNTS * CENTS, ACCOUNTS)));
        }
    }

    private static void rebuild(String url, EventStore store, CommandExecutor executor, Story story) {
        // A small batch, so that there is something to see.
        ProjectionConfig config = ProjectionConfig.defaults().withBatchSize(50);
        try (Reader reader = Reader.start(url);
                ProjectionRunner second = new ProjectionRunner(store, new BalancesV2(), config).start()) {
            long head = store.feed().head();
            for (int percent = 25; percent <= 75; percent += 25) {
                require(second.awaitPosition(head * percent / 100, LONGEST));
                story.say(
                        "Version 2 is at %.0f %%; readers see version %d.",
                        second.status().percent(), active(store));
            }
            transfer(executor);
            require(second.awaitPosition(store.feed().head(), LONGEST));
            awaitTakeOver(second);
            story.say("Version 2 has caught up, also with what came meanwhile; readers see version %d.", active(store));
            story.claim("version 2 has taken over", active(store) == 2);

            Reader.Seen seen = reader.stop();
            story.say("The reader looked %,d times.", seen.looks());
            story.claim("it never met an error, nor a table that was not complete", seen.fewestAccounts() == ACCOUNTS);
        }
    }

    private static void transfer(CommandExecutor executor) {
        AtOnce.execute(
                executor,
                IntStream.range(0, TRANSFERS)
                        .mapToObj(i -> new Transfer(account(i % ACCOUNTS), account((i * 7 + 1) % ACCOUNTS), 1 + i % 9))
                        .filter(transfer -> !transfer.from().equals(transfer.to()))
                        .toList());
    }

    /** It takes over when it has nothing left to do, a moment after its last batch. */
    private static void awaitTakeOver(ProjectionRunner second) {
        long start = System.nanoTime();
        while (!second.status().active()) {
            require(System.nanoTime() - start < LONGEST.toNanos());
            Thread.onSpinWait();
        }
    }

    private static int active(EventStore store) {
        return ProjectionAdmin.of(store)
                .activeVersion(BalancesV1.NAME)
                .orElseThrow()
                .version();
    }

    private static void require(boolean inTime) {
        if (!inTime) {
            throw new IllegalStateException("A projection did not get there within " + LONGEST.toSeconds() + " s.");
        }
    }

    private static StreamId account(int number) {
        return StreamId.of("account-" + number);
    }
}
