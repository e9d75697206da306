package io.eventcore.testkit;

import static io.eventcore.testkit.AccountEvent.ALICE;
import static io.eventcore.testkit.AccountEvent.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.CommandExecutor;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.EventTypes;
import io.eventcore.StoredEvent;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.testkit.AccountCommands.Deposit;
import io.eventcore.testkit.AccountCommands.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeededIdsTest {

    @Test
    void twoRunsOfOneSeedGiveEqualIdsTimesAndEvents() {
        assertThat(runWithSeed(7)).hasSize(3).isEqualTo(runWithSeed(7));
    }

    @Test
    void anotherSeedGivesOtherIds() {
        assertThat(runWithSeed(7))
                .extracting(StoredEvent::id)
                .doesNotContainAnyElementsOf(
                        runWithSeed(8).stream().map(StoredEvent::id).toList());
    }

    @Test
    void theyAreRandomUuids() {
        SeededIds ids = SeededIds.of(1);

        List<EventId> some = Stream.generate(ids).limit(1000).toList();

        assertThat(some).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(id.value().version()).isEqualTo(4);
            assertThat(id.value().variant()).isEqualTo(2);
        });
    }

    private static List<StoredEvent<Object>> runWithSeed(long seed) {
        TestClock clock = TestClock.at(Instant.parse("2030-06-01T12:00:00Z"));
        InMemoryEventStore store = InMemoryEventStore.builder(EventTypes.of(AccountEvent.class))
                .clock(clock)
                .build();
        CommandExecutor executor = CommandExecutor.builder(store)
                .eventIds(SeededIds.of(seed))
                .commandIds(SeededIds.of(-seed)::nextUuid)
                .build();
        executor.execute(new Deposit(ALICE, 500));
        clock.advance(Duration.ofSeconds(1));
        executor.execute(new Transfer(ALICE, BOB, 300));
        return store.feed().read(0, EventFilter.all(), 10).events();
    }
}
