package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.Snapshots;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.testkit.ContractEvent.Counted;
import io.eventcore.testkit.ContractEvent.Linked;
import io.eventcore.testkit.ContractEvent.Moved;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.ContractEvent.Unwritable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * States of folds that the store keeps. Commands go through a {@link CountingStore}, which remembers nothing between them,
 * so each of them reads, from the snapshot on if there is one.
 */
abstract class SnapshotContract extends ContractTest {

    private static final int EVERY = 3;
    private static final int RACERS = 8;
    private static final long TOO_MUCH = 1_000_000;

    private static final Snapshots<Long> BALANCE =
            Snapshots.of("contract-balance", 1, Long.class).every(EVERY);
    private static final Snapshots<Long> NEXT_BALANCE =
            Snapshots.of("contract-balance", 2, Long.class).every(EVERY);

    private static final StreamFold<Long, ContractEvent> PLAIN = sum().build();
    private static final StreamFold<Long, ContractEvent> KEPT =
            sum().snapshots(BALANCE).build();

    SnapshotContract(EventStoreContract adapter) {
        super(adapter);
    }

    private static StreamFold.Builder<Long, ContractEvent> sum() {
        return StreamFold.over(ContractEvent.class, 0L)
                .on(Moved.class, (cents, moved) -> cents + moved.cents())
                .ignoring(Noted.class, Counted.class, Linked.class, Unwritable.class);
    }

    /**
     * Moves as much to a stream as it holds, and one cent more.
     *
     * @param stream the stream
     * @param fold how its balance comes about
     */
    private record DoubleUp(StreamId stream, StreamFold<Long, ContractEvent> fold)
            implements StreamCommand<Long, ContractEvent> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public Writes<ContractEvent> handle(StreamStates<Long> balances) {
            require(balances.of(stream) < TOO_MUCH, "That is enough.");
            return Writes.to(stream, new Moved(balances.of(stream) + 1));
        }
    }

    private void execute(StreamFold<Long, ContractEvent> fold) {
        executor(new CountingStore(store)).execute(new DoubleUp(A, fold));
    }

    private static Object[] cents(int count) {
        return Collections.nCopies(count, new Moved(1)).toArray();
    }

    private void offer(StreamId stream, Snapshots<Long> snapshots, long version, long cents) {
        store.snapshots().offer(stream, snapshots, version, cents);
    }

    private <T> Optional<StreamState<T>> snapshot(StreamId stream, Snapshots<T> snapshots) {
        return Optional.ofNullable(store.snapshots()
                .load(Set.of(stream), snapshots, Duration.ofSeconds(10))
                .get(stream));
    }

    /** A store may take its time to keep a snapshot. */
    private <T> StreamState<T> awaitSnapshot(StreamId stream, Snapshots<T> snapshots, long version) {
        long end = System.nanoTime() + sizes.patience().toNanos();
        Optional<StreamState<T>> found = snapshot(stream, snapshots);
        while (System.nanoTime() < end
                && found.filter(state -> state.version() == version).isEmpty()) {
            LockSupport.parkNanos(500_000);
            found = snapshot(stream, snapshots);
        }
        assertThat(found.map(StreamState::version))
                .as("version of the snapshot")
                .contains(version);
        return found.orElseThrow();
    }

    /** What was offered before was kept or refused by now, if the store takes one after the other. */
    private void awaitTheOffersSoFar() {
        append(C, cents(1));
        offer(C, BALANCE, version(C), 1);
        awaitSnapshot(C, BALANCE, version(C));
    }

    @Test
    void commandsDecideAlikeWithAndWithoutSnapshots() {
        CommandExecutor executor = executor(new CountingStore(store));
        for (int round = 1; round <= 4 * EVERY; round++) {
            executor.execute(new DoubleUp(A, KEPT));
            executor.execute(new DoubleUp(B, PLAIN));
            append(A, new Moved(-round));
            append(B, new Moved(-round));
            awaitTheOffersSoFar();
        }

        assertThat(payloads(A)).isEqualTo(payloads(B));
    }

    @Test
    void aSnapshotIsTakenWhenACommandCrossesTheDistance() {
        for (int version = 1; version <= 2 * EVERY; version++) {
            execute(KEPT);
            if (version % EVERY == 0) {
                awaitSnapshot(A, BALANCE, version);
            }
            assertThat(snapshot(A, BALANCE).isPresent()).isEqualTo(version >= EVERY);
        }

        StreamState<Long> kept = awaitSnapshot(A, BALANCE, 2 * EVERY);

        assertThat(kept.state()).isEqualTo(63L);
        assertThat(kept.position()).isEqualTo(store.read(A).get(2 * EVERY - 1).position());
    }

    @Test
    void aReadThatTookLongLeavesASnapshotAndTheNextOneBringsTheTail() {
        int length = sizes.longStream();
        append(A, cents(length));
        CountingStore counting = new CountingStore(store);
        CommandExecutor executor = executor(counting);
        DoubleUp command = new DoubleUp(A, sum().snapshots(BALANCE.every(1_000)).build());

        executor.execute(command);
        assertThat(counting.takeEvents()).isEqualTo(length);
        awaitSnapshot(A, BALANCE, length);
        append(A, cents(2));
        executor.execute(command);

        assertThat(counting.takeEvents()).as("events behind the snapshot").isEqualTo(3);
        assertThat(payloads(A).get(length + 3)).isEqualTo(new Moved(2L * length + 4));
    }

    @Test
    void eachStreamHasASnapshotOfItsOwn() {
        append(A, cents(EVERY));
        append(B, cents(2 * EVERY));
        offer(A, BALANCE, EVERY, 3);
        offer(B, BALANCE, EVERY + 1, 4);
        awaitSnapshot(A, BALANCE, EVERY);
        awaitSnapshot(B, BALANCE, EVERY + 1);

        Map<StreamId, StreamState<Long>> found =
                store.snapshots().load(Set.of(A, B, C), BALANCE, Duration.ofSeconds(10));

        assertThat(found).containsOnlyKeys(A, B);
        assertThat(found.values()).extracting(StreamState::state).containsExactlyInAnyOrder(3L, 4L);
    }

    @Test
    void snapshotsNeverGoBackHoweverManyOfferThem() throws Exception {
        int last = 20 * RACERS;
        append(A, cents(last));
        List<Callable<Boolean>> racers = new ArrayList<>();
        for (int racer = 0; racer < RACERS; racer++) {
            int seed = racer;
            racers.add(() -> offerInAnyOrder(seed, last));
        }
        racers.add(() -> seeNoneGoBack(last));

        try (Together threads = new Together(racers.size(), sizes.patience().multipliedBy(2))) {
            assertThat(threads.each(racers))
                    .allSatisfy(outcome -> assertThat(outcome.orThrow()).isTrue());
        }
        offer(A, BALANCE, 1, 1);
        awaitTheOffersSoFar();

        assertThat(awaitSnapshot(A, BALANCE, last).state()).isEqualTo(last);
    }

    private boolean offerInAnyOrder(int seed, int last) {
        List<Long> versions = new ArrayList<>();
        for (long version = 1L + seed; version <= last; version += RACERS) {
            versions.add(version);
        }
        Collections.shuffle(versions, new Random(seed));
        versions.forEach(version -> offer(A, BALANCE, version, version));
        return true;
    }

    private boolean seeNoneGoBack(long last) {
        long end = System.nanoTime() + sizes.patience().toNanos();
        long seen = 0;
        while (seen < last && System.nanoTime() < end) {
            long version = snapshot(A, BALANCE).map(StreamState::version).orElse(0L);
            assertThat(version).isGreaterThanOrEqualTo(seen);
            seen = version;
        }
        return seen == last;
    }

    @Test
    void versionsOfAFoldHaveSnapshotsOfTheirOwn() {
        append(A, cents(2 * EVERY));
        offer(A, NEXT_BALANCE, EVERY, 300);
        awaitSnapshot(A, NEXT_BALANCE, EVERY);

        execute(KEPT);
        awaitSnapshot(A, BALANCE, 2 * EVERY);

        assertThat(payloads(A).get(2 * EVERY)).isEqualTo(new Moved(7));
        assertThat(snapshot(A, NEXT_BALANCE).map(StreamState::state)).contains(300L);
    }

    @Test
    void aSnapshotThatIsAheadOfItsStreamIsNotUsed() {
        append(A, cents(EVERY + 1));
        offer(A, BALANCE, 2 * EVERY, TOO_MUCH);
        awaitTheOffersSoFar();

        execute(KEPT);

        assertThat(payloads(A).get(EVERY + 1)).isEqualTo(new Moved(5));
        awaitSnapshot(A, BALANCE, EVERY + 1);
    }

    @Test
    void aSnapshotThatIsNoStateOfTheFoldIsNotUsedAndReplaced() {
        append(A, cents(EVERY));
        Snapshots<String> words = Snapshots.of(BALANCE.name(), BALANCE.version(), String.class);
        store.snapshots().offer(A, words, EVERY, "no number");
        awaitSnapshot(A, words, EVERY);

        execute(KEPT);

        assertThat(payloads(A).get(EVERY)).isEqualTo(new Moved(4));
        assertThat(awaitSnapshot(A, BALANCE, EVERY).state()).isEqualTo(3L);
    }

    @Test
    void aSnapshotThatIsDiscardedMakesRoomForAnother() {
        append(A, cents(2 * EVERY));
        offer(A, BALANCE, 2 * EVERY, 6);
        awaitSnapshot(A, BALANCE, 2 * EVERY);

        store.snapshots().discard(A, BALANCE, EVERY);
        offer(A, BALANCE, EVERY, 3);
        awaitTheOffersSoFar();
        assertThat(snapshot(A, BALANCE).map(StreamState::version))
                .as("another was discarded")
                .contains(2L * EVERY);

        store.snapshots().discard(A, BALANCE, 2 * EVERY);
        offer(A, BALANCE, EVERY, 3);
        assertThat(awaitSnapshot(A, BALANCE, EVERY).state()).isEqualTo(3L);
    }

    @Test
    void whatCameBehindASnapshotCounts() {
        append(A, cents(EVERY));
        offer(A, BALANCE, EVERY, 3);
        awaitSnapshot(A, BALANCE, EVERY);
        append(A, new Moved(TOO_MUCH));

        assertThatThrownBy(() -> execute(KEPT)).isInstanceOf(CommandRejectedException.class);
    }
}
