package io.eventcore.examples.upcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.examples.upcast.MemberEvent.Moved;
import io.eventcore.examples.upcast.MemberEvent.Registered;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.Scenario;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpcastTest {

    private static final StreamId ADA = StreamId.of("member-ada");
    private static final String OF_2019 = """
        {"fullName": "Ada Lovelace", "fee": "350.50"}\
        """;
    private static final String OF_2021 = """
        {"name": "Ada Lovelace", "feeCents": 35050}\
        """;
    private static final String CONTACT = """
        {"email": "ada@example.org", "street": "Storgata 1"}\
        """;

    private static final Scenario CLUB = Scenario.of(MemberHistory.types());

    @Test
    void aMemberOf2019IsReadAsOneOfToday() {
        CLUB.givenStored(ADA, "customer-registered", 1, OF_2019)
                .when(new MoveMember(ADA, "Storgata 1"))
                .then(Writes.to(ADA, new Moved("Storgata 1")))
                .thenState(Member.FOLD, ADA, new Member("Ada Lovelace", 35_050, "NO", "", "Storgata 1"));
    }

    @Test
    void aMemberOf2021IsReadAsOneOfToday() {
        CLUB.givenStored(ADA, "member-registered", 2, OF_2021)
                .when(new MoveMember(ADA, ""))
                .thenNothing()
                .thenState(Member.FOLD, ADA, new Member("Ada Lovelace", 35_050, "NO", "", ""));
    }

    @Test
    void aCommandDecidesOnHalfOfAnOldEvent() {
        CLUB.givenStored(ADA, "customer-registered", 1, OF_2019)
                .givenStored(ADA, "contact-changed", 1, CONTACT)
                .when(new MoveMember(ADA, "Storgata 1"))
                .thenNothing()
                .thenState(Member.FOLD, ADA, new Member("Ada Lovelace", 35_050, "NO", "ada@example.org", "Storgata 1"));
    }

    @Test
    void anEventOfTodayNeedsNoUpcaster() {
        CLUB.given(ADA, new Registered("Ada Lovelace", 35_050, "SE"))
                .when(new MoveMember(ADA, "Storgata 1"))
                .thenState(Member.FOLD, ADA, new Member("Ada Lovelace", 35_050, "SE", "", "Storgata 1"));
    }

    @Test
    void whoNeverJoinedDoesNotMove() {
        CLUB.when(new MoveMember(ADA, "Storgata 1")).thenRejected("there is no such member");
    }

    @Test
    void aProjectionAddsUpAllGenerations() {
        try (InMemoryEventStore store = InMemoryEventStore.create(MemberHistory.types())) {
            store.load(ADA, "customer-registered", 1, OF_2019);
            store.load(ADA, "contact-changed", 1, CONTACT);
            store.load(StreamId.of("member-grace"), "member-registered", 2, OF_2021);
            store.load(StreamId.of("member-alan"), "member-registered", 3, """
                {"name": "Alan Turing", "feeCents": 100, "country": "GB"}\
                """);
            var fees = FeesByCountry.projection();

            new ProjectionRunner(store, fees).runUntilCaughtUp();

            assertThat(fees.state()).isEqualTo(Map.of("NO", 70_100L, "GB", 100L));
        }
    }
}
