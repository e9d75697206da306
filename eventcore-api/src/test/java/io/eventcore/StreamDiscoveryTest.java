package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventcore.AccountEvent.Deposited;
import io.eventcore.AccountEvent.Opened;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A chain of accounts, in which each names its next as its owner: the streams are found while reading. */
class StreamDiscoveryTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");
    private static final StreamId C = StreamId.of("c");

    private final ScriptedStore store = new ScriptedStore()
            .given(A, new Opened("b"))
            .given(B, new Opened("c"))
            .given(C, new Deposited(7));
    private final FakeTimer timer = new FakeTimer();
    private final CommandExecutor executor =
            CommandExecutor.builder(store).scheduler(timer).build();

    /** What was found so far, and how much money. */
    record Chain(Set<StreamId> found, long cents) {}

    record FollowTheChain(Function<Chain, Writes<AccountEvent>> decision, boolean rejectsWhileDiscovering)
            implements Command<Chain, AccountEvent> {

        static FollowTheChain deciding(Function<Chain, Writes<AccountEvent>> decision) {
            return new FollowTheChain(decision, false);
        }

        @Override
        public Streams streams() {
            return Streams.of(A);
        }

        @Override
        public Chain initialState() {
            return new Chain(Set.of(A), 0);
        }

        @Override
        public Chain apply(Chain state, StoredEvent<AccountEvent> event) {
            if (event.payload() instanceof Opened opened) {
                Set<StreamId> found = new LinkedHashSet<>(state.found());
                found.add(StreamId.of(opened.owner()));
                return new Chain(found, state.cents());
            }
            return event.payload() instanceof Deposited deposited
                    ? new Chain(state.found(), state.cents() + deposited.cents())
                    : state;
        }

        @Override
        public Streams discover(Chain state) {
            require(!rejectsWhileDiscovering || state.cents() != 7, "seven is refused");
            return Streams.of(state.found());
        }

        @Override
        public Writes<AccountEvent> handle(Chain state) {
            return decision.apply(state);
        }
    }

    @AfterEach
    void stopTheTimer() {
        timer.shutdownNow();
    }

    @Test
    void readsEachStreamOnceAndAddsItToTheBoundary() {
        ExecutionResult result =
                executor.execute(FollowTheChain.deciding(state -> Writes.to(C, new Deposited(state.cents()))));

        assertThat(store.reads()).containsExactly(ReadRequest.of(A), ReadRequest.of(B), ReadRequest.of(C));
        assertThat(store.appends())
                .singleElement()
                .satisfies(append -> assertThat(append.expected())
                        .containsExactly(
                                Map.entry(A, ExpectedVersion.exactly(1)),
                                Map.entry(B, ExpectedVersion.exactly(1)),
                                Map.entry(C, ExpectedVersion.exactly(1))));
        assertThat(store.payloads(C)).containsExactly(new Deposited(7), new Deposited(7));
        assertThat(result.attempts()).isEqualTo(1);
    }

    @Test
    void aDiscoveredStreamThatMovesBeforeTheAppendIsAConflict() {
        store.duringAppend(() -> {
            if (store.appends().size() == 1) {
                store.given(B, new Deposited(1));
            }
        });

        ExecutionResult result =
                executor.execute(FollowTheChain.deciding(state -> Writes.to(C, new Deposited(state.cents()))));

        assertThat(result.attempts()).isEqualTo(2);
        assertThat(store.payloads(C)).containsExactly(new Deposited(7), new Deposited(8));
    }

    @Test
    void theLimitCountsRoundsThatFoundSomething() {
        FollowTheChain command = FollowTheChain.deciding(state -> Writes.to(C, new Deposited(1)));

        assertThat(executor.execute(command, limit(2)).attempts()).isEqualTo(1);
        assertThatExceptionOfType(DiscoveryLimitException.class)
                .isThrownBy(() -> executor.execute(command, limit(1)))
                .withMessageStartingWith("Stream discovery of " + FollowTheChain.class.getName()
                        + " still found new streams, [c], after 1 rounds.");
        assertThatExceptionOfType(DiscoveryLimitException.class)
                .isThrownBy(() -> executor.execute(command, limit(0)))
                .withMessageContaining("[b], after 0 rounds");
        assertThat(store.appends()).hasSize(1);
    }

    @Test
    void aLimitOfZeroAllowsCommandsThatDiscoverNothing() {
        assertThat(executor.execute(OneAccount.deposit(A, 1), limit(0)).attempts())
                .isEqualTo(1);
    }

    @Test
    void aRejectionAfterSeveralRoundsIsGivenOnlyIfNothingHasMoved() {
        FollowTheChain refusing = FollowTheChain.deciding(state -> {
            throw new CommandRejectedException("refused at " + state.cents());
        });

        assertThatExceptionOfType(CommandRejectedException.class)
                .isThrownBy(() -> executor.execute(refusing))
                .withMessageStartingWith("refused at 7");
        assertThat(store.reads()).hasSize(4).last().isEqualTo(new ReadRequest(Map.of(A, 1L, B, 1L, C, 1L)));

        store.beforeRead(8, () -> store.given(A, new Deposited(1)));
        assertThatExceptionOfType(CommandRejectedException.class)
                .isThrownBy(() -> executor.execute(refusing))
                .withMessageStartingWith("refused at 8");
        assertThat(store.reads()).hasSize(12);
    }

    @Test
    void aRejectionWhileDiscoveringIsGivenOnlyIfNothingHasMoved() {
        store.beforeRead(4, () -> store.given(A, new Deposited(1)));
        FollowTheChain command = new FollowTheChain(state -> Writes.to(C, new Deposited(state.cents())), true);

        ExecutionResult result = executor.execute(command);

        assertThat(result.attempts()).isEqualTo(2);
        assertThat(store.payloads(C)).containsExactly(new Deposited(7), new Deposited(8));
    }

    @Test
    void anEmptyDecisionAfterSeveralRoundsIsGivenOnlyIfNothingHasMoved() {
        store.beforeRead(4, () -> store.given(B, new Deposited(1)));

        ExecutionResult result = executor.execute(FollowTheChain.deciding(
                state -> state.cents() == 7 ? Writes.none() : Writes.to(C, new Deposited(state.cents()))));

        assertThat(result.attempts()).isEqualTo(2);
        assertThat(store.payloads(C)).containsExactly(new Deposited(7), new Deposited(8));
    }

    @Test
    void anEmptyDecisionAfterOneRoundNeedsNoSecondLook() {
        ExecutionResult result = executor.execute(new OneAccount(C, balance -> Writes.none()));

        assertThat(store.reads()).containsExactly(ReadRequest.of(C));
        assertThat(store.appends()).isEmpty();
        assertThat(result.events()).isEmpty();
        assertThat(result.versions()).isEmpty();
        assertThat(result.position()).isEqualTo(3);
        assertThat(result.attempts()).isEqualTo(1);
    }

    private static ExecutionOptions limit(int rounds) {
        return ExecutionOptions.defaults().withDiscoveryLimit(rounds);
    }
}
