package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventFilter;
import io.eventcore.ExpectedVersion;
import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.ReadRequest;
import io.eventcore.SegmentState.Activity;
import io.eventcore.StoreClosedException;
import io.eventcore.StreamId;
import io.eventcore.testkit.ContractCommands.Count;
import io.eventcore.testkit.ContractEvent.Noted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A store that is closed finishes what it accepted and then refuses. */
abstract class ClosingContract extends ContractTest {

    ClosingContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aClosedStoreRefusesAppends() {
        store.close();

        assertThatThrownBy(() -> append(A, new Noted("never"))).isInstanceOf(StoreClosedException.class);
        assertThat(store.appendAsync(AppendRequest.to(A, ExpectedVersion.any(), new Noted("never"))))
                .failsWithin(sizes.patience())
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StoreClosedException.class);
    }

    @Test
    void aClosedStoreRefusesReadsAndCommands() {
        store.close();

        assertThatThrownBy(() -> store.read(ReadRequest.of(A), event -> {})).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> executor(store).execute(new Count(A))).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.resultOf(UUID.randomUUID())).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void aClosedStoreRefusesTheFeed() {
        store.close();

        assertThatThrownBy(() -> store.feed().read(0, EventFilter.all(), 1)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.feed().head()).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void aClosedStoreRefusesProjections() throws Exception {
        ProjectionId balances = new ProjectionId("balances", 1);
        ProjectionStore projections = store.projections();
        projections.register(balances, 1, 0);
        Lease lease = projections
                .lease(balances, "host-1", Duration.ofMinutes(1))
                .held()
                .get(0);
        projections.open(lease, ProjectionStore.NOTHING, ProjectionStore.NOTHING);

        store.close();

        List<ThrowingCallable> calls = List.of(
                () -> projections.register(balances, 1, 0),
                () -> projections.positions(balances),
                projections::segments,
                () -> projections.lease(balances, "host-1", Duration.ofMinutes(1)),
                () -> projections.release(lease),
                () -> projections.leave(balances, "host-1"),
                () -> projections.report(lease, Activity.RUNNING, Optional.empty()),
                () -> projections.open(lease, ProjectionStore.NOTHING, ProjectionStore.NOTHING),
                () -> projections.advance(lease, 0, 1, ProjectionStore.NOTHING),
                () -> projections.activate(balances, ProjectionStore.NOTHING),
                () -> projections.reset(balances, 0, false),
                () -> projections.repartition(balances, 2),
                () -> projections.remove(balances),
                () -> projections.deadLetters().list(balances, 0, 1),
                () -> projections.deadLetters().retryAll(balances));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(StoreClosedException.class));
    }

    @Test
    void closingTwiceIsClosingOnce() {
        store.close();
        store.close();

        assertThatThrownBy(() -> append(A, new Noted("never"))).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void everyAppendThatWasAcceptedHasAnAnswerWhenCloseReturns() {
        List<CompletableFuture<AppendResult>> accepted = new ArrayList<>();
        for (int number = 0; number < sizes.neighbours(); number++) {
            accepted.add(store.appendAsync(AppendRequest.to(
                    StreamId.of("contract-accepted-" + number), ExpectedVersion.noStream(), new Noted("accepted"))));
        }

        store.close();

        assertThat(accepted).allSatisfy(future -> assertThat(future).succeedsWithin(sizes.patience()));
    }
}
