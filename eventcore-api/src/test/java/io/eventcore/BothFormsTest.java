package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AccountEvent.Deposited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The blocking and the asynchronous form do the same. */
class BothFormsTest {

    private static final StreamId ALICE = StreamId.of("account-alice");

    private final ScriptedStore store = new ScriptedStore();
    private final CommandExecutor executor = CommandExecutor.create(store);

    @Test
    void agreeOnTheResult() {
        ExecutionResult blocking = executor.execute(OneAccount.deposit(ALICE, 1));
        ExecutionResult asynchronous =
                executor.executeAsync(OneAccount.deposit(ALICE, 1)).join();

        assertThat(blocking.versions()).containsEntry(ALICE, 1L);
        assertThat(asynchronous.versions()).containsEntry(ALICE, 2L);
        assertThat(asynchronous.events()).hasSameSizeAs(blocking.events());
        assertThat(asynchronous.attempts()).isEqualTo(blocking.attempts());
        assertThat(asynchronous.position()).isEqualTo(blocking.position() + 1);
        assertThat(asynchronous.commandId()).isNotEqualTo(blocking.commandId());
    }

    static final class TooMuch extends CommandRejectedException {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super("too much");
        }
    }

    static Stream<Throwable> whatUsersThrow() {
        return Stream.of(
                new IllegalStateException("a defect"),
                new NullPointerException("another"),
                new RejectedExecutionException("the command's own"),
                new StackOverflowError("deep"),
                new AssertionError("never"),
                new CommandRejectedException("no"),
                new TooMuch());
    }

    @ParameterizedTest
    @MethodSource("whatUsersThrow")
    void handOnWhatACommandThrowsAsItIsAndDoNotTryAgain(Throwable thrown) {
        AtomicInteger calls = new AtomicInteger();
        OneAccount command = new OneAccount(ALICE, balance -> {
            calls.incrementAndGet();
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        });

        assertThatThrownBy(() -> executor.execute(command)).isSameAs(thrown);
        assertThat(calls).hasValue(1);
        assertThatThrownBy(executor.executeAsync(command)::join)
                .isInstanceOf(CompletionException.class)
                .satisfies(wrapper -> assertThat(wrapper.getCause()).isSameAs(thrown));
        assertThat(calls).hasValue(2);
        assertThat(store.appends()).isEmpty();
    }

    @Test
    void reportAConflictAlike() {
        ExecutionOptions once = ExecutionOptions.defaults().withRetryPolicy(RetryPolicy.never());
        store.conflictNext(2);

        assertThatThrownBy(() -> executor.execute(OneAccount.deposit(ALICE, 1), once))
                .isInstanceOf(VersionConflictException.class);
        assertThatThrownBy(executor.executeAsync(OneAccount.deposit(ALICE, 1), once)::join)
                .hasCauseInstanceOf(VersionConflictException.class);
    }

    @Test
    void aThousandAsynchronousCommandsAllSucceed() {
        List<CompletableFuture<ExecutionResult>> outcomes = IntStream.range(0, 1_000)
                .mapToObj(i -> executor.executeAsync(OneAccount.deposit(StreamId.of("account-" + i), i)))
                .toList();

        for (int i = 0; i < outcomes.size(); i++) {
            assertThat(outcomes.get(i).join().attempts()).isEqualTo(1);
            assertThat(store.payloads(StreamId.of("account-" + i))).containsExactly(new Deposited(i));
        }
    }

    @Test
    void aThousandCallersMayWaitForTheStoreAtOnce() {
        store.holdAppends();
        List<CompletableFuture<ExecutionResult>> outcomes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            outcomes.add(executor.executeAsync(OneAccount.deposit(StreamId.of("account-" + i), i)));
        }

        await().untilAsserted(() -> assertThat(store.heldAppends()).isEqualTo(1_000));
        assertThat(outcomes).noneMatch(CompletableFuture::isDone);
        store.releaseAppends();

        assertThat(CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void concurrentCommandsOnOneStreamAllCommit() {
        List<CompletableFuture<ExecutionResult>> outcomes = IntStream.range(0, 100)
                .mapToObj(i -> executor.executeAsync(OneAccount.deposit(ALICE, 1)))
                .toList();

        outcomes.forEach(CompletableFuture::join);

        assertThat(store.payloads(ALICE)).hasSize(100);
    }
}
