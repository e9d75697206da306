package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventcore.AccountEvent.Deposited;
import io.eventcore.AccountEvent.Withdrawn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when other commands get in between. */
class CommandRetryTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");
    private static final RetryPolicy FIVE = new RetryPolicy(5, Duration.ofMillis(10), 2, Duration.ofMillis(40), 0.5);

    private final ScriptedStore store = new ScriptedStore();
    private final FakeTimer timer = new FakeTimer();
    private final CommandExecutor executor = CommandExecutor.builder(store)
            .defaultOptions(ExecutionOptions.defaults().withRetryPolicy(FIVE))
            .scheduler(timer)
            .build();

    @AfterEach
    void stopTheTimer() {
        timer.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aCommandSucceedsAfterFewerConflictsThanAttempts(int conflicts) {
        store.conflictNext(conflicts);

        ExecutionResult result = executor.execute(OneAccount.deposit(ALICE, 5));

        assertThat(result.attempts()).isEqualTo(conflicts + 1);
        assertThat(store.appends()).hasSize(conflicts + 1);
        assertThat(store.reads()).hasSize(conflicts + 1);
        assertThat(timer.delays()).hasSize(conflicts);
        assertThat(store.payloads(ALICE)).containsExactly(new Deposited(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void aCommandFailsWhenEveryAttemptMeetsAConflict(int conflicts) {
        store.conflictNext(conflicts);

        assertThatExceptionOfType(VersionConflictException.class)
                .isThrownBy(() -> executor.execute(OneAccount.deposit(ALICE, 5)))
                .withMessageStartingWith(
                        "Stream 'moved' has version 2, expected was version 1; given up after 5 attempts.")
                .satisfies(conflict -> {
                    assertThat(conflict.attempts()).isEqualTo(5);
                    assertThat(conflict.stream()).isEqualTo(StreamId.of("moved"));
                    assertThat(conflict.expected()).isEqualTo(ExpectedVersion.exactly(1));
                    assertThat(conflict.actual()).isEqualTo(2);
                });
        assertThat(store.appends()).hasSize(5);
        assertThat(timer.delays()).hasSize(4);
        assertThat(store.payloads(ALICE)).isEmpty();
    }

    @Test
    void aPolicyOfOneAttemptNeverTriesAgain() {
        store.conflictNext(1);
        ExecutionOptions once = ExecutionOptions.defaults().withRetryPolicy(RetryPolicy.never());

        assertThatExceptionOfType(VersionConflictException.class)
                .isThrownBy(() -> executor.execute(OneAccount.deposit(ALICE, 5), once))
                .withMessageStartingWith("Stream 'moved' has version 2, expected was version 1.")
                .satisfies(conflict -> assertThat(conflict.attempts()).isEqualTo(1));
        assertThat(store.appends()).hasSize(1);
        assertThat(timer.delays()).isEmpty();
    }

    @Test
    void eachDelayIsTwiceTheOneBeforeUpToTheCapAndSpreadByHalf() {
        store.conflictNext(4);

        executor.execute(OneAccount.deposit(ALICE, 5));

        List<Duration> delays = timer.delays();
        assertThat(delays).hasSize(4);
        List<Integer> middles = List.of(10, 20, 40, 40);
        for (int i = 0; i < delays.size(); i++) {
            assertThat(delays.get(i).toMillis()).isBetween(middles.get(i) / 2L, middles.get(i) * 3L / 2);
        }
    }

    @Test
    void aSecondAttemptReadsAgainAndDecidesOnWhatItFinds() {
        store.given(ALICE, new Deposited(100));
        AtomicInteger others = new AtomicInteger();
        store.duringAppend(() -> {
            if (others.getAndIncrement() == 0) {
                store.given(ALICE, new Withdrawn(70));
            }
        });

        ExecutionResult result =
                executor.execute(new OneAccount(ALICE, balance -> Writes.to(ALICE, new Withdrawn(balance))));

        assertThat(result.attempts()).isEqualTo(2);
        assertThat(store.payloads(ALICE)).containsExactly(new Deposited(100), new Withdrawn(70), new Withdrawn(30));
    }

    @Test
    void aStreamThatWasOnlyReadIsCheckedToo() {
        store.given(ALICE, new Deposited(100));
        AtomicInteger others = new AtomicInteger();
        store.duringAppend(() -> {
            if (others.getAndIncrement() == 0) {
                store.given(BOB, new Deposited(1));
            }
        });

        ExecutionResult result = executor.execute(new Transfer(ALICE, BOB, 10));

        assertThat(result.attempts()).isEqualTo(2);
        assertThat(store.appends().get(0).expected())
                .containsEntry(ALICE, ExpectedVersion.exactly(1))
                .containsEntry(BOB, ExpectedVersion.noStream());
        assertThat(store.appends().get(1).expected()).containsEntry(BOB, ExpectedVersion.exactly(1));
    }

    @Test
    void aRejectionOnTheSecondAttemptIsFinal() {
        store.given(ALICE, new Deposited(100));
        store.duringAppend(() -> store.given(ALICE, new Withdrawn(100)));

        assertThatExceptionOfType(CommandRejectedException.class)
                .isThrownBy(() -> executor.execute(new Transfer(ALICE, BOB, 60)))
                .withMessageStartingWith("insufficient funds");
        assertThat(store.appends()).hasSize(1);
        assertThat(store.payloads(BOB)).isEmpty();
    }

    @Test
    void otherFailuresOfTheStoreAreNotTriedAgain() {
        List<EventCoreException> failures = List.of(
                new StoreUnavailableException("down"),
                new OverloadedException("full"),
                new UnknownOutcomeException("cut"),
                new StorageException("refused"),
                new StoreClosedException("closed"),
                new DuplicateEventException(EventId.random()));
        for (EventCoreException failure : failures) {
            store.failNext(failure);

            assertThatExceptionOfType(EventCoreException.class)
                    .isThrownBy(() -> executor.execute(OneAccount.deposit(ALICE, 5)))
                    .satisfies(thrown -> assertThat(thrown).isSameAs(failure));
        }
        assertThat(store.appends()).hasSize(failures.size());
        assertThat(timer.delays()).isEmpty();
    }
}
