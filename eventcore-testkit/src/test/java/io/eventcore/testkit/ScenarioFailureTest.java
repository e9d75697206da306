package io.eventcore.testkit;

import static io.eventcore.testkit.AccountEvent.ALICE;
import static io.eventcore.testkit.AccountEvent.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventcore.AppendRequest;
import io.eventcore.EventStore;
import io.eventcore.ExpectedVersion;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.Writes;
import io.eventcore.testkit.AccountCommands.Deposit;
import io.eventcore.testkit.AccountCommands.Estate;
import io.eventcore.testkit.AccountCommands.Inherit;
import io.eventcore.testkit.AccountCommands.Transfer;
import io.eventcore.testkit.AccountEvent.Deposited;
import io.eventcore.testkit.AccountEvent.HeirNamed;
import io.eventcore.testkit.AccountEvent.Withdrawn;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a scenario says when its expectations do not hold. */
class ScenarioFailureTest {

    private static final Scenario ACCOUNTS = Scenario.of(AccountEvent.class);
    private static final Scenario RICH_ALICE = ACCOUNTS.given(ALICE, new Deposited(500));

    @Test
    void otherEventsAreShownSideBySideForEachStream() {
        Scenario.Outcome outcome =
                RICH_ALICE.givenCommand(new Deposit(BOB, 100)).when(new Transfer(ALICE, BOB, 300));

        assertMessage(() -> outcome.then(Writes.to(ALICE, new Withdrawn(30)).and(BOB, new Deposited(300))), """
                The command appended other events than expected.
                given
                  account-alice: Deposited[cents=500]
                  command Deposit[account=account-bob, cents=100]
                when
                  Transfer[from=account-alice, to=account-bob, cents=300]
                then
                  account-alice
                                expected             actual
                    different   Withdrawn[cents=30]  Withdrawn[cents=300]
                  account-bob: as expected""");
    }

    @Test
    void missingAndUnexpectedEventsAreMarked() {
        Scenario.Outcome outcome = RICH_ALICE.when(new Transfer(ALICE, BOB, 300));

        assertMessage(() -> outcome.then(Writes.to(ALICE, new HeirNamed("bob"), new Withdrawn(300))), """
                The command appended other events than expected.
                given
                  account-alice: Deposited[cents=500]
                when
                  Transfer[from=account-alice, to=account-bob, cents=300]
                then
                  account-alice
                                expected                actual
                    missing     HeirNamed[account=bob]  -
                                Withdrawn[cents=300]    Withdrawn[cents=300]
                  account-bob
                                expected  actual
                    unexpected  -         Deposited[cents=300]""");
    }

    @Test
    void aRefusalWhereEventsWereExpectedIsShownWithItsReason() {
        Scenario.Outcome outcome = ACCOUNTS.when(new Transfer(ALICE, BOB, 300));

        assertMessage(() -> outcome.then(Writes.to(ALICE, new Withdrawn(300))), """
                Expected events, but the command was refused: insufficient funds.
                given
                  nothing
                when
                  Transfer[from=account-alice, to=account-bob, cents=300]""");
        assertFirstLine(
                outcome::thenNothing, "Expected nothing to happen, but the command was refused: insufficient funds.");
        assertFirstLine(
                () -> outcome.thenState(AccountEvent.BALANCE, ALICE, 0L),
                "Expected a state, but the command was refused: insufficient funds.");
        assertFirstLine(outcome::and, "Expected success, but the command was refused: insufficient funds.");
        assertFirstLine(
                () -> outcome.thenFailed(VersionConflictException.class),
                "Expected VersionConflictException, but the command was refused: insufficient funds.");
    }

    @Test
    void eventsWhereARefusalWasExpectedAreShown() {
        Scenario.Outcome outcome = RICH_ALICE.when(new Transfer(ALICE, BOB, 300));

        assertMessage(() -> outcome.thenRejected("insufficient funds"), """
                Expected CommandRejectedException, but the command appended events.
                given
                  account-alice: Deposited[cents=500]
                when
                  Transfer[from=account-alice, to=account-bob, cents=300]
                then
                  account-alice: Withdrawn[cents=300]
                  account-bob: Deposited[cents=300]""");
    }

    @Test
    void nothingToDoIsNoRefusal() {
        Scenario.Outcome outcome = ACCOUNTS.when(new Transfer(ALICE, BOB, 0));

        assertFirstLine(
                () -> outcome.thenRejected("insufficient funds"),
                "Expected CommandRejectedException, but the command had nothing to do.");
    }

    @Test
    void anotherReasonIsShownBesideTheExpectedOne() {
        Scenario.Outcome outcome = ACCOUNTS.when(new Transfer(ALICE, BOB, 300));

        assertMessage(() -> outcome.thenRejected("account closed"), """
                The command was refused for another reason than expected.
                given
                  nothing
                when
                  Transfer[from=account-alice, to=account-bob, cents=300]
                then
                  expected: account closed
                  actual:   insufficient funds""");
    }

    @Test
    void aRefusalAfterWhichSomethingWasAppendedIsNone() {
        Scenario.Outcome outcome = ACCOUNTS.withStore(AppendsWhileReading::new).when(new Transfer(ALICE, BOB, 300));

        assertFirstLine(
                () -> outcome.thenRejected("insufficient funds"), "The command appended other events than expected.");
    }

    @Test
    void anotherFailureIsNoRefusal() {
        Scenario.Outcome outcome = Scenario.of(AccountEvent.class, ContractEvent.class)
                .given(ALICE, new ContractEvent.Noted("not of this family"))
                .when(new Transfer(ALICE, BOB, 300));

        assertFirstLine(
                () -> outcome.thenRejected("insufficient funds"),
                "Expected CommandRejectedException, but the command failed with ForeignEventException: Event 1 of stream");
        assertFirstLine(outcome::thenNothing, "Expected nothing to happen, but the command failed with ForeignEvent");
    }

    @Test
    void anotherStateOfAStreamIsShownWithTheEventsThatLedToIt() {
        Scenario.Outcome outcome = RICH_ALICE.when(new Transfer(ALICE, BOB, 300));

        assertMessage(() -> outcome.thenState(AccountEvent.BALANCE, ALICE, 500L), """
                The events of stream 'account-alice' lead to another state than expected.
                given
                  account-alice: Deposited[cents=500]
                when
                  Transfer[from=account-alice, to=account-bob, cents=300]
                then
                  expected: 500
                  actual:   200
                  of
                    Deposited[cents=500]
                    Withdrawn[cents=300]""");
    }

    @Test
    void anotherStateOfTheCommandIsShown() {
        Scenario.Outcome outcome =
                RICH_ALICE.given(ALICE, new HeirNamed(BOB.value())).when(new Inherit(ALICE));

        assertFirstLine(
                () -> outcome.thenState(new Estate(Optional.of(BOB), Map.of())),
                "The command makes another state of its streams than expected.");
    }

    @Test
    void valuesThatLookTheSameAreToldApart() {
        Scenario.Outcome outcome = ACCOUNTS.when(new AccountCommands.LookAtTimes(ALICE));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> outcome.thenState("[]"))
                .withMessageContaining("expected: [] (java.lang.String)")
                .withMessageContaining("actual:   [] (java.util.ImmutableCollections$ListN)");
    }

    @Test
    void otherStreamsThanExpectedAreMarked() {
        Scenario.Outcome outcome = RICH_ALICE.when(new Transfer(ALICE, BOB, 300));

        assertMessage(() -> outcome.thenStreams(ALICE, StreamId.of("account-eve")), """
                The command read other streams than expected.
                given
                  account-alice: Deposited[cents=500]
                when
                  Transfer[from=account-alice, to=account-bob, cents=300]
                then
                              account-alice
                  unexpected  account-bob
                  missing     account-eve""");
    }

    @Test
    void aGivenCommandThatIsRefusedFailsTheTest() {
        Scenario scenario = ACCOUNTS.givenCommand(new Deposit(BOB, 0));

        assertFirstLine(
                () -> scenario.when(new Deposit(BOB, 1)),
                "The given command Deposit[account=account-bob, cents=0] was refused: nothing to deposit");
    }

    @Test
    void givenEventsOfAClassThatIsNotRegisteredFailTheTest() {
        Scenario scenario = ACCOUNTS.given(BOB, "a text");

        assertFirstLine(
                () -> scenario.when(new Deposit(BOB, 1)),
                "The given events of stream 'account-bob' cannot be stored: ");
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(call)
                .satisfies(error -> assertThat(error.getMessage()).isEqualToNormalizingNewlines(message));
    }

    private static void assertFirstLine(ThrowingCallable call, String start) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(call).withMessageStartingWith(start);
    }

    /** Somebody else writes while the command reads. */
    private static final class AppendsWhileReading extends ForwardingStore {
        AppendsWhileReading(EventStore store) {
            super(store);
        }

        @Override
        public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
            Map<StreamId, Long> versions = super.read(request, consumer);
            append(AppendRequest.to(BOB, ExpectedVersion.any(), new Deposited(1)));
            return versions;
        }
    }
}
