package io.eventcore.examples.upcast;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.StreamId;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Story;
import io.eventcore.examples.story.Telling;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ProjectionRunner;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Reads rows of three generations of an application as if they had been written today. */
public final class UpcastExample implements Example {

    private static final StreamId ADA = StreamId.of("member-ada");
    private static final StreamId GRACE = StreamId.of("member-grace");

    /** Runs it alone. */
    public static void main(String[] arguments) throws Exception {
        System.exit(Telling.alone(new UpcastExample()));
    }

    @Override
    public String name() {
        return "upcast";
    }

    @Override
    public String shows() {
        return "events of earlier years, read as they are written today";
    }

    @Override
    public void tell(String url, Story story) throws SQLException {
        try (EventStore store = PostgresEventStore.create(PostgresConfig.of(url), MemberHistory.types())) {
            store.initialize();
            OldRows rows = new OldRows(url);
            rows.write(ADA, GRACE);
            List<String> before = rows.stored();
            story.say("The table, as the years have left it:");
            before.forEach(row -> story.say("  %s", row));

            read(store, story);
            decide(store, story);
            project(store, story);
            story.claim(
                    "no stored row was changed",
                    rows.stored().subList(0, before.size()).equals(before));
        }
    }

    private static void read(EventStore store, Story story) {
        Member ada = fold(store, ADA);
        story.say("What the program sees: %s", ada);
        story.claim(
                "name, fee, country and both halves of the split event are there",
                ada.equals(new Member("Ada Lovelace", 35_000, "NO", "ada@example.org", "Storgata 1")));
        story.claim(
                "the second generation is read too",
                fold(store, GRACE).equals(new Member("Grace Hopper", 42_050, "NO", "", "")));
    }

    private static void decide(EventStore store, Story story) {
        CommandExecutor executor = CommandExecutor.create(store);
        story.claim(
                "a command knows where Ada lives, from half of an old event",
                executor.execute(new MoveMember(ADA, "Storgata 1")).events().isEmpty());
        executor.execute(new MoveMember(ADA, "Kirkegata 2"));
        story.claim(
                "new events go behind the old ones", fold(store, ADA).street().equals("Kirkegata 2"));
    }

    private static void project(EventStore store, Story story) {
        var fees = FeesByCountry.projection();
        new ProjectionRunner(store, fees).runUntilCaughtUp();
        story.say("Fees by country: %s", fees.state());
        story.claim("a projection adds up all generations", fees.state().equals(Map.of("NO", 77_050L)));
    }

    private static Member fold(EventStore store, StreamId stream) {
        Member member = Member.FOLD.initialState();
        for (var stored : store.read(stream)) {
            for (var event : stored.parts()) {
                member = Member.FOLD.apply(member, event.payload());
            }
        }
        return member;
    }
}
