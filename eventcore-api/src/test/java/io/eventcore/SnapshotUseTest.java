package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AccountEvent.Deposited;
import io.eventcore.AccountEvent.Opened;
import io.eventcore.AccountEvent.Withdrawn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When the executor asks for snapshots, what it reads then, and when it offers one. */
class SnapshotUseTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");

    private static final StreamFold<Long, AccountEvent> PLAIN = balance().build();
    private static final StreamFold<Long, AccountEvent> KEPT =
            balance().snapshots(Snapshots.of("balance", 1, Long.class).every(3)).build();

    private final Recorder snapshots = new Recorder();
    private final ScriptedStore store = new ScriptedStore().with(snapshots);
    private final CommandExecutor executor = CommandExecutor.create(store);

    private static StreamFold.Builder<Long, AccountEvent> balance() {
        return StreamFold.over(AccountEvent.class, 0L)
                .on(Deposited.class, (cents, deposited) -> cents + deposited.cents())
                .on(Withdrawn.class, (cents, withdrawn) -> cents - withdrawn.cents())
                .on(Opened.class, (cents, opened) -> {
                    throw new IllegalStateException("a defect of the fold");
                });
    }

    /** Writes down what it is asked and offered, and answers what it is given. */
    private static class Recorder implements SnapshotStore {
        final Map<StreamId, StreamState<?>> kept = new HashMap<>();
        final List<String> calls = new ArrayList<>();

        @Override
        @SuppressWarnings("unchecked") // the tests keep numbers
        public <T> Map<StreamId, StreamState<T>> load(Set<StreamId> streams, Snapshots<T> asked, Duration timeout) {
            assertThat(timeout).isPositive();
            calls.add("load " + streams);
            Map<StreamId, StreamState<T>> found = new HashMap<>();
            kept.forEach((stream, state) -> found.put(stream, (StreamState<T>) state));
            found.keySet().retainAll(streams);
            return found;
        }

        @Override
        public <T> void offer(StreamId stream, Snapshots<T> offered, long version, T state) {
            calls.add("offer " + stream + " " + version + " " + state);
        }

        @Override
        public void discard(StreamId stream, Snapshots<?> bad, long version) {
            calls.add("discard " + stream + " " + version);
        }
    }

    /**
     * Writes events to streams.
     *
     * @param streams what it reads
     * @param fold how balances come about
     * @param writes what it decides on
     */
    private record Write(Streams streams, StreamFold<Long, AccountEvent> fold, Writes<AccountEvent> writes)
            implements StreamCommand<Long, AccountEvent> {
        @Override
        public Writes<AccountEvent> handle(StreamStates<Long> balances) {
            return writes;
        }
    }

    private static Write deposit(StreamFold<Long, AccountEvent> fold, long cents) {
        return new Write(Streams.of(ALICE), fold, Writes.to(ALICE, new Deposited(cents)));
    }

    @Test
    void aFoldWithoutSnapshotsAsksForNoneAndOffersNone() {
        for (int i = 0; i < 4; i++) {
            executor.execute(deposit(PLAIN, 1));
            executor.execute(OneAccount.deposit(BOB, 1));
        }

        assertThat(snapshots.calls).isEmpty();
    }

    @Test
    void aReadStartsBehindTheSnapshotsOfAllStreamsAtOnce() {
        store.given(ALICE, new Deposited(1), new Deposited(2)).given(BOB, new Deposited(5));
        snapshots.kept.put(ALICE, new StreamState<>(2, 2, 300L));

        executor.execute(new Write(Streams.of(ALICE, BOB), KEPT, Writes.to(BOB, new Deposited(1))));

        assertThat(snapshots.calls).containsExactly("load [account-alice, account-bob]");
        assertThat(store.reads()).containsExactly(new ReadRequest(Map.of(ALICE, 2L, BOB, 0L)));
    }

    @Test
    void whatACommandMakesOfItsStreamsIsOfferedWhenItIsStored() {
        store.given(ALICE, new Deposited(1), new Deposited(2)).given(BOB, new Deposited(5));
        Writes<AccountEvent> writes = Writes.<AccountEvent>to(ALICE, new Deposited(10))
                .and(BOB, new Deposited(20))
                .and(ALICE, new Withdrawn(4));

        store.holdAppends();
        CompletableFuture<ExecutionResult> result =
                executor.executeAsync(new Write(Streams.of(ALICE, BOB), KEPT, writes));
        await().until(() -> store.heldAppends() == 1);
        assertThat(snapshots.calls).containsExactly("load [account-alice, account-bob]");
        store.releaseAppends();
        result.join();

        assertThat(snapshots.calls).containsExactly("load [account-alice, account-bob]", "offer account-alice 4 9");
    }

    @Test
    void whatIsNotStoredIsNotOffered() {
        store.given(ALICE, new Deposited(1), new Deposited(2));
        store.failNext(new StorageException("the disk is full", new IllegalStateException()));

        assertThatThrownBy(() -> executor.execute(deposit(KEPT, 1))).isInstanceOf(StorageException.class);

        assertThat(snapshots.calls).containsExactly("load [account-alice]");
    }

    @Test
    void theDecisionThatCountsIsOfferedAfterAConflict() {
        store.given(ALICE, new Deposited(1), new Deposited(2));
        store.beforeRead(2, () -> store.given(ALICE, new Deposited(100)));
        store.conflictNext(1);

        executor.execute(new Write(
                Streams.of(ALICE), KEPT, Writes.to(ALICE, new Deposited(1), new Deposited(1), new Deposited(1))));

        assertThat(snapshots.calls)
                .endsWith("offer account-alice 3 103", "offer account-alice 6 106")
                .hasSize(4);
    }

    /** The other has stored something else than was decided here, under the very version that this would have had. */
    @Test
    void theResultOfAnEarlierCommandOffersNothing() {
        ExecutionOptions once = ExecutionOptions.defaults().withCommandId(UUID.randomUUID());
        store.given(ALICE, new Deposited(1), new Deposited(2));
        StreamCommand<Long, AccountEvent> late = new StreamCommand<>() {
            @Override
            public Streams streams() {
                return Streams.of(ALICE);
            }

            @Override
            public StreamFold<Long, AccountEvent> fold() {
                return KEPT;
            }

            @Override
            public Writes<AccountEvent> handle(StreamStates<Long> balances) {
                executor.execute(deposit(PLAIN, 7), once);
                return Writes.to(ALICE, new Deposited(9));
            }
        };

        ExecutionResult repeated = executor.execute(late, once);

        assertThat(repeated.repeated()).isTrue();
        assertThat(repeated.versions()).containsEntry(ALICE, 3L);
        assertThat(snapshots.calls).containsExactly("load [account-alice]");
    }

    @Test
    void aLongReadIsOfferedAndAShortOneIsNot() {
        store.given(ALICE, new Deposited(1), new Deposited(2));
        executor.execute(new Write(Streams.of(ALICE), KEPT, Writes.none()));
        assertThat(snapshots.calls).containsExactly("load [account-alice]");

        store.given(ALICE, new Deposited(3), new Deposited(4));
        executor.execute(new Write(Streams.of(ALICE), KEPT, Writes.none()));
        assertThat(snapshots.calls).last().isEqualTo("offer account-alice 4 10");

        snapshots.kept.put(ALICE, new StreamState<>(2, 2, 3L));
        executor.execute(new Write(Streams.of(ALICE), KEPT, Writes.none()));
        assertThat(snapshots.calls).last().isEqualTo("load [account-alice]");
    }

    @Test
    void aSnapshotAheadOfItsStreamIsDiscardedAndTheEventsAreRead() {
        store.given(ALICE, new Deposited(1), new Deposited(2), new Deposited(3)).given(BOB, new Deposited(5));
        snapshots.kept.put(ALICE, new StreamState<>(50, 50, 1_000_000L));
        snapshots.kept.put(BOB, new StreamState<>(1, 4, 5L));

        ExecutionResult result =
                executor.execute(new Write(Streams.of(ALICE, BOB), KEPT, Writes.to(BOB, new Deposited(1))));

        assertThat(result.attempts()).isEqualTo(1);
        assertThat(store.reads())
                .containsExactly(new ReadRequest(Map.of(ALICE, 50L, BOB, 1L)), ReadRequest.of(ALICE, BOB));
        assertThat(snapshots.calls)
                .containsExactly(
                        "load [account-alice, account-bob]", "discard account-alice 50", "offer account-alice 3 6");
    }

    @Test
    void aStoredCommandDoesNotFailBecauseOfItsSnapshot() {
        SnapshotStore broken = new Recorder() {
            @Override
            public <T> void offer(StreamId stream, Snapshots<T> offered, long version, T state) {
                throw new IllegalStateException("a defect of the store");
            }
        };
        store.with(broken).given(ALICE, new Deposited(1), new Deposited(2));

        executor.execute(deposit(KEPT, 1));
        executor.execute(new Write(
                Streams.of(BOB), KEPT, Writes.to(BOB, new Deposited(1), new Deposited(2), new Opened("Bob"))));

        assertThat(store.payloads(ALICE)).hasSize(3);
        assertThat(store.payloads(BOB)).hasSize(3);
    }
}
