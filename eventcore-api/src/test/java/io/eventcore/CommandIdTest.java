package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AccountEvent.Deposited;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the executor does with a command id of the caller's. */
class CommandIdTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final OneAccount DEPOSIT = OneAccount.deposit(ALICE, 5);
    private static final OneAccount NOTHING = new OneAccount(ALICE, balance -> Writes.none());
    private static final UUID ID = new UUID(0, 7);
    private static final ExecutionOptions ONCE = ExecutionOptions.defaults().withCommandId(ID);

    private final ScriptedStore store = new ScriptedStore();
    private final CommandExecutor executor = CommandExecutor.create(store);

    @Test
    void theIdIsTheCommandsAndGoesToTheStore() {
        ExecutionResult result = executor.execute(DEPOSIT, ONCE);

        assertThat(result.commandId()).isEqualTo(ID);
        assertThat(result.repeated()).isFalse();
        assertThat(store.appends())
                .singleElement()
                .satisfies(request -> assertThat(request.commandId()).contains(ID));
        assertThat(store.read(ALICE, 0))
                .singleElement()
                .satisfies(event -> assertThat(event.metadata().causationId()).contains(ID.toString()));
    }

    @Test
    void withoutAnIdNothingIsRecorded() {
        ExecutionResult result = executor.execute(DEPOSIT);

        assertThat(store.appends())
                .singleElement()
                .satisfies(request -> assertThat(request.commandId()).isEmpty());
        assertThat(store.resultOf(result.commandId())).isEmpty();
    }

    @Test
    void aDecisionOnNothingIsSentOnlyWithAnId() {
        store.given(ALICE, new Deposited(1));

        executor.execute(NOTHING);
        assertThat(store.appends()).isEmpty();

        ExecutionResult result = executor.execute(NOTHING, ONCE);
        assertThat(store.appends()).singleElement().satisfies(request -> {
            assertThat(request.events()).isEmpty();
            assertThat(request.expected()).containsEntry(ALICE, ExpectedVersion.exactly(1));
        });
        assertThat(result.position()).isEqualTo(1);
    }

    @Test
    void aDecisionOnNothingThatWasOvertakenIsMadeAgain() {
        OneAccount depositIfEmpty = new OneAccount(
                ALICE, balance -> balance == 0 ? Writes.none() : Writes.to(ALICE, new Deposited(balance)));
        store.beforeRead(2, () -> store.given(ALICE, new Deposited(3))).conflictNext(1);

        ExecutionResult result = executor.execute(depositIfEmpty, ONCE);

        assertThat(result.attempts()).isEqualTo(2);
        assertThat(store.payloads(ALICE)).containsExactly(new Deposited(3), new Deposited(3));
    }

    @Test
    void aRepeatedCommandThatFailsInAnyWayWhileItDecidesGetsTheFirstResult() {
        ExecutionResult first = executor.execute(DEPOSIT, ONCE);
        List<RuntimeException> failures = List.of(
                new CommandRejectedException("not now"),
                new IllegalStateException("a bug"),
                new UndeclaredStreamException(ALICE, Set.of()));

        for (RuntimeException failure : failures) {
            ExecutionResult again = executor.execute(failingBy(failure), ONCE);

            assertThat(again)
                    .isEqualTo(new ExecutionResult(
                            ID, first.events(), first.versions(), first.position(), again.attempts(), true));
        }
        assertThat(store.appends()).as("no repeat was sent").hasSize(1);
    }

    @Test
    void bothFormsTellTheFirstResult() {
        ExecutionResult first = executor.execute(DEPOSIT, ONCE);

        ExecutionResult again = executor.executeAsync(failingBy(new CommandRejectedException("not now")), ONCE)
                .join();

        assertThat(again.repeated()).isTrue();
        assertThat(again.events()).isEqualTo(first.events());
    }

    @Test
    void aFailureWithoutAnEarlierResultIsTold() {
        CommandRejectedException rejection = new CommandRejectedException("not now");

        assertThatThrownBy(() -> executor.execute(failingBy(rejection), ONCE)).isSameAs(rejection);
        assertThat(executor.execute(DEPOSIT, ONCE).repeated())
                .as("a rejection is not recorded")
                .isFalse();
    }

    @Test
    void withoutAnAnswerToWhetherItWasCarriedOutNoFailureIsTheOutcome() {
        executor.execute(DEPOSIT, ONCE);
        List<RuntimeException> failures =
                List.of(new CommandRejectedException("not now"), new IllegalStateException("a bug"));

        for (RuntimeException failure : failures) {
            StoreUnavailableException unavailable = new StoreUnavailableException("gone");
            store.failNextLookUp(unavailable);

            assertThatThrownBy(() -> executor.execute(failingBy(failure), ONCE))
                    .isSameAs(unavailable)
                    .hasSuppressedException(failure);
        }
    }

    @Test
    void withoutAnIdNothingIsLookedUp() {
        store.failNextLookUp(new StoreUnavailableException("must not be asked"));
        CommandRejectedException rejection = new CommandRejectedException("not now");

        assertThatThrownBy(() -> executor.execute(failingBy(rejection)))
                .isSameAs(rejection)
                .hasNoSuppressedExceptions();
    }

    private static OneAccount failingBy(RuntimeException failure) {
        return new OneAccount(ALICE, balance -> {
            throw failure;
        });
    }
}
