package io.eventcore.testkit;

import static io.eventcore.testkit.AccountEvent.ALICE;
import static io.eventcore.testkit.AccountEvent.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.eventcore.ConfigurationException;
import io.eventcore.EventMetadata;
import io.eventcore.ForeignEventException;
import io.eventcore.StoredEvent;
import io.eventcore.Writes;
import io.eventcore.testkit.AccountCommands.Deposit;
import io.eventcore.testkit.AccountCommands.Estate;
import io.eventcore.testkit.AccountCommands.Inherit;
import io.eventcore.testkit.AccountCommands.Transfer;
import io.eventcore.testkit.AccountEvent.Deposited;
import io.eventcore.testkit.AccountEvent.HeirNamed;
import io.eventcore.testkit.AccountEvent.Withdrawn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Scenarios whose expectations hold. What they say of others is in {@link ScenarioFailureTest}. */
class ScenarioTest {

    private static final Scenario ACCOUNTS = Scenario.of(AccountEvent.class);
    private static final Instant NOON = Instant.parse("2030-06-01T12:00:00Z");

    @Test
    void aCommandAppendsToSeveralStreams() {
        ACCOUNTS.given(ALICE, new Deposited(500))
                .given(BOB, new Deposited(10))
                .givenCommand(new Deposit(BOB, 100))
                .when(new Transfer(ALICE, BOB, 300))
                .then(Writes.to(ALICE, new Withdrawn(300)).and(BOB, new Deposited(300)))
                .thenState(AccountEvent.BALANCE, ALICE, 200L)
                .thenState(AccountEvent.BALANCE, BOB, 410L)
                .thenStreams(BOB, ALICE);
    }

    @Test
    void theOrderBetweenStreamsDoesNotMatter() {
        ACCOUNTS.given(ALICE, new Deposited(500))
                .when(new Transfer(ALICE, BOB, 300))
                .then(Writes.to(BOB, new Deposited(300)).and(ALICE, new Withdrawn(300)));
    }

    @Test
    void aCommandMayHaveNothingToDo() {
        ACCOUNTS.when(new Transfer(ALICE, BOB, 0)).thenNothing().then(Writes.none());
    }

    @Test
    void aCommandIsRefusedAndTheStateStays() {
        ACCOUNTS.given(ALICE, new Deposited(299))
                .when(new Transfer(ALICE, BOB, 300))
                .thenRejected("insufficient funds")
                .thenState(AccountEvent.BALANCE, ALICE, 299L);
    }

    @Test
    void aCommandFailsInAnotherWay() {
        Scenario.of(AccountEvent.class, ContractEvent.class)
                .given(ALICE, new ContractEvent.Noted("not of this family"))
                .when(new Transfer(ALICE, BOB, 300))
                .thenFailed(ForeignEventException.class);
    }

    @Test
    void discoveredStreamsBelongToTheBoundaryAndToTheState() {
        ACCOUNTS.given(BOB, new Deposited(10))
                .given(ALICE, new HeirNamed(BOB.value()), new Deposited(500))
                .when(new Inherit(ALICE))
                .then(Writes.to(ALICE, new Withdrawn(500)).and(BOB, new Deposited(500)))
                .thenState(new Estate(Optional.of(BOB), Map.of(ALICE, 0L, BOB, 510L)))
                .thenStreams(ALICE, BOB);
    }

    @Test
    void theScenarioGoesOnWhereTheOutcomeLeftOff() {
        ACCOUNTS.when(new Deposit(ALICE, 100))
                .then(Writes.to(ALICE, new Deposited(100)))
                .and()
                .when(new Transfer(ALICE, BOB, 300))
                .thenRejected("insufficient funds")
                .and()
                .given(ALICE, new Deposited(200))
                .when(new Transfer(ALICE, BOB, 300))
                .thenState(AccountEvent.BALANCE, ALICE, 0L);
    }

    @Test
    void eachCallReturnsAnotherScenarioAndLeavesThisOneAsItIs() {
        Scenario shared = ACCOUNTS.given(ALICE, new Deposited(100));

        shared.given(ALICE, new Deposited(200))
                .when(new Transfer(ALICE, BOB, 300))
                .thenState(AccountEvent.BALANCE, BOB, 300L);
        shared.when(new Transfer(ALICE, BOB, 300)).thenRejected("insufficient funds");
        shared.when(new Transfer(ALICE, BOB, 100)).thenState(AccountEvent.BALANCE, ALICE, 0L);
        shared.when(new Transfer(ALICE, BOB, 100)).thenState(AccountEvent.BALANCE, ALICE, 0L);
    }

    @Test
    void twoRunsLeadToEqualIdsTimesAndMetadata() {
        Scenario scenario = ACCOUNTS.given(ALICE, new Deposited(500)).givenCommand(new Deposit(BOB, 100));

        List<StoredEvent<Object>> first =
                scenario.when(new Transfer(ALICE, BOB, 300)).events();
        List<StoredEvent<Object>> second =
                scenario.when(new Transfer(ALICE, BOB, 300)).events();

        assertThat(first).hasSize(2).isEqualTo(second);
    }

    @Test
    void whatCameBeforeKeepsItsTimeWhenTheClockMovesOn() {
        TestClock clock = TestClock.at(NOON);
        Scenario.Outcome first = ACCOUNTS.withClock(clock).when(new Deposit(ALICE, 100));
        clock.advance(Duration.ofHours(1));

        Scenario.Outcome second = first.and().when(new Deposit(ALICE, 200));
        Scenario.Outcome third = second.and().when(new AccountCommands.LookAtTimes(ALICE));

        assertThat(first.events()).extracting(StoredEvent::createdAt).containsExactly(NOON);
        assertThat(second.events()).extracting(StoredEvent::createdAt).containsExactly(NOON.plusSeconds(3600));
        third.thenState(List.of(NOON, NOON.plusSeconds(3600)));
    }

    @Test
    void theClockMayMoveBetweenTwoThingsThatAreGiven() {
        TestClock clock = TestClock.at(NOON);
        Scenario first = ACCOUNTS.withClock(clock).given(ALICE, new AccountEvent.Deposited(1));
        clock.advance(Duration.ofHours(1));
        Scenario second = first.given(ALICE, new AccountEvent.Deposited(2));
        clock.advance(Duration.ofHours(1));

        second.when(new AccountCommands.LookAtTimes(ALICE)).thenState(List.of(NOON, NOON.plusSeconds(3600)));
    }

    @Test
    void eventsCarryTheMetadata() {
        EventMetadata metadata = EventMetadata.builder().userId("ada").build();

        Scenario.Outcome outcome = ACCOUNTS.withMetadata(metadata).when(new Deposit(ALICE, 100));

        assertThat(outcome.events())
                .extracting(event -> event.metadata().userId())
                .containsExactly(Optional.of("ada"));
    }

    @Test
    void aStreamCommandHasNoStateOfAllItsStreams() {
        Scenario.Outcome outcome = ACCOUNTS.when(new Deposit(ALICE, 100));

        assertThatIllegalStateException()
                .isThrownBy(() -> outcome.thenState(100L))
                .withMessageContaining("one by one");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without NullAway may do
    void nullsAreRefusedWithTheRemedy() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ACCOUNTS.withCodec(null))
                .withMessageContaining("codec is null: call withoutCodec()");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ACCOUNTS.withClock(null))
                .withMessageContaining("clock is null");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ACCOUNTS.withMetadata(null))
                .withMessageContaining("metadata is null");
    }
}
