package io.eventcore.examples.usernames;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.examples.story.AtOnce;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Story;
import io.eventcore.examples.story.Telling;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

/** A hundred accounts want one name; who gets it swaps it for another, and the first comes free days later. */
public final class UsernamesExample implements Example {

    private static final Instant MONDAY = Instant.parse("2026-01-05T09:00:00Z");
    private static final String TAKEN = "the name is taken";

    /** Runs it alone. */
    public static void main(String[] arguments) throws Exception {
        System.exit(Telling.alone(new UsernamesExample()));
    }

    @Override
    public String name() {
        return "usernames";
    }

    @Override
    public String shows() {
        return "a name that nobody has twice, and that stays reserved for days";
    }

    @Override
    public void tell(String url, Story story) {
        try (EventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(UsernameEvent.class))) {
            store.initialize();
            CommandExecutor executor = CommandExecutor.create(store);

            String winner = claimAtOnce(executor, store, story);
            change(executor, store, winner, story);
            waitUntilItIsFree(executor, store, story);
        }
    }

    private static String claimAtOnce(CommandExecutor executor, EventStore store, Story story) {
        AtOnce outcome = AtOnce.execute(
                executor,
                IntStream.range(0, 100)
                        .mapToObj(i -> new ClaimName(i % 2 == 0 ? "jane" : "Jane", "account-" + i, MONDAY))
                        .toList());
        String winner = holder(store, "jane");
        story.say(
                "100 accounts claim 'jane' or 'Jane' at once: %s has it, the others: %s.", winner, outcome.refusals());
        story.claim("one account has the name", outcome.done().size() == 1 && outcome.refused(TAKEN) == 99);
        return winner;
    }

    private static void change(CommandExecutor executor, EventStore store, String winner, Story story) {
        executor.execute(new ClaimName("john", "account-of-john", MONDAY));
        story.claimRefused(TAKEN, () -> executor.execute(new ChangeName("jane", "john", winner, MONDAY)));
        story.claim(
                "who could not swap keeps the old name", holder(store, "jane").equals(winner));

        executor.execute(new ChangeName("jane", "jane_doe", winner, MONDAY));
        story.say("%s swaps 'jane' for 'jane_doe'.", winner);
        story.claim(
                "it has the new name, and the old one no more",
                holder(store, "jane_doe").equals(winner)
                        && holder(store, "jane").isEmpty());
    }

    private static void waitUntilItIsFree(CommandExecutor executor, EventStore store, Story story) {
        Instant wednesday = MONDAY.plus(Duration.ofDays(2));
        Instant thursday = MONDAY.plus(Username.RETENTION);
        story.say("Two days later somebody else wants 'jane', which stays reserved for three.");
        story.claimRefused(TAKEN, () -> executor.execute(new ClaimName("jane", "account-of-another", wednesday)));
        executor.execute(new ClaimName("jane", "account-of-another", thursday));
        story.claim("on the third day the name is free", holder(store, "jane").equals("account-of-another"));
    }

    /** Who has a name; empty if nobody has. */
    private static String holder(EventStore store, String name) {
        Username state = Username.FOLD.initialState();
        for (var event : store.read(Username.stream(name))) {
            state = Username.FOLD.apply(state, event.payload());
        }
        return state.holder() == null ? "" : state.holder();
    }
}
