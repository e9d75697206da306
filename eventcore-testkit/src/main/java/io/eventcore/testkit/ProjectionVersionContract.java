package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.SegmentState;
import io.eventcore.SegmentState.Activity;
import io.eventcore.UnknownProjectionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Of the versions of a projection one serves readers; another takes over when it has caught up, and not before. */
abstract class ProjectionVersionContract extends ProjectionContractTest {

    ProjectionVersionContract(EventStoreContract adapter) {
        super(adapter);
    }

    private boolean activate(List<String> switched) throws Exception {
        return projections().activate(NEW_BALANCES, transaction -> switched.add("switched"));
    }

    private boolean serves(ProjectionId projection) {
        return states(projection).stream().allMatch(SegmentState::active);
    }

    @Test
    void aVersionServesReadersOnceItIsActivated() throws Exception {
        opened(NEW_BALANCES, 2);
        Leases before = lease(NEW_BALANCES, "host-1");
        assertThat(before.activeVersion()).isEmpty();
        assertThat(before.activePosition()).isEmpty();
        assertThat(states(NEW_BALANCES)).extracting(SegmentState::active).containsExactly(false, false);
        List<String> switched = new ArrayList<>();

        assertThat(activate(switched)).isTrue();

        assertThat(switched).hasSize(1);
        assertThat(lease(NEW_BALANCES, "host-1").activeVersion()).hasValue(NEW_BALANCES.version());
        assertThat(lease(NEW_BALANCES, "host-1").activePosition()).hasValue(0);
        assertThat(states(NEW_BALANCES)).extracting(SegmentState::active).containsExactly(true, true);
    }

    @Test
    void aVersionThatIsBehindDoesNotTakeOver() throws Exception {
        moveTo(opened(BALANCES), 7);
        projections().activate(BALANCES, NOTHING);
        Lease lease = opened(NEW_BALANCES);
        moveTo(lease, 6);
        List<String> switched = new ArrayList<>();

        assertThat(activate(switched)).isFalse();
        assertThat(switched).isEmpty();
        assertThat(serves(BALANCES)).isTrue();
        assertThat(serves(NEW_BALANCES)).isFalse();

        moveTo(lease, 7);
        assertThat(activate(switched)).isTrue();
        assertThat(switched).hasSize(1);
        assertThat(serves(BALANCES)).isFalse();
        assertThat(serves(NEW_BALANCES)).isTrue();
    }

    @Test
    void everySegmentMustHaveCaughtUpWithTheFurthestOfTheOther() throws Exception {
        moveTo(opened(BALANCES, 2).get(1), 9);
        projections().activate(BALANCES, NOTHING);
        List<Lease> leases = opened(NEW_BALANCES, 2);
        moveTo(leases.get(0), 9);
        moveTo(leases.get(1), 8);

        assertThat(projections().activate(NEW_BALANCES, NOTHING)).isFalse();
        moveTo(leases.get(1), 9);
        assertThat(projections().activate(NEW_BALANCES, NOTHING)).isTrue();
    }

    @Test
    void aTakeoverThatFailsLeavesTheVersionThatServes() throws Exception {
        opened(BALANCES);
        projections().activate(BALANCES, NOTHING);
        opened(NEW_BALANCES);
        IOException failure = new IOException("the view is locked");

        assertThatThrownBy(() -> projections().activate(NEW_BALANCES, transaction -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(serves(BALANCES)).isTrue();
        assertThat(serves(NEW_BALANCES)).isFalse();
    }

    @Test
    void aVersionThatServesAlreadyIsNotSwitchedAgain() throws Exception {
        opened(NEW_BALANCES);
        List<String> switched = new ArrayList<>();

        assertThat(activate(switched)).isTrue();
        assertThat(activate(switched)).isTrue();

        assertThat(switched).hasSize(1);
    }

    @Test
    void anOldVersionServesAgainOnlyWhenTheNewOneIsRemoved() throws Exception {
        opened(BALANCES);
        opened(NEW_BALANCES);
        projections().activate(NEW_BALANCES, NOTHING);

        assertThat(projections().activate(BALANCES, NOTHING)).isFalse();
        assertThat(serves(NEW_BALANCES)).isTrue();

        projections().remove(NEW_BALANCES);
        assertThat(projections().activate(BALANCES, NOTHING)).isTrue();
        assertThat(serves(BALANCES)).isTrue();
    }

    @Test
    void theVersionThatServesStandsStillWhileAnotherTakesOver() throws Exception {
        Lease serving = opened(BALANCES);
        projections().activate(BALANCES, NOTHING);
        opened(NEW_BALANCES);
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch moved = new CountDownLatch(1);
        ExecutorService runner = Executors.newSingleThreadExecutor();
        try {
            List<Future<?>> advances = new ArrayList<>();
            projections().activate(NEW_BALANCES, transaction -> {
                advances.add(runner.submit(() -> {
                    projections().advance(serving, 0, 7, inner -> done.add("moved"));
                    moved.countDown();
                    return moved;
                }));
                // The other one must not move. If it does, this is the time for it.
                done.add(moved.await(300, TimeUnit.MILLISECONDS) ? "switched too late" : "switched");
            });
            advances.get(0).get(sizes.patience().toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            runner.shutdownNow();
        }

        assertThat(done).containsExactly("switched", "moved");
    }

    @Test
    void everyVersionIsToldHowFarTheOneHasComeThatServes() throws Exception {
        List<Lease> leases = opened(BALANCES, 2);
        moveTo(leases.get(0), 4);
        moveTo(leases.get(1), 7);
        projections().activate(BALANCES, NOTHING);
        opened(NEW_BALANCES);

        Leases behind = lease(NEW_BALANCES, "host-1");

        assertThat(behind.activeVersion()).hasValue(BALANCES.version());
        assertThat(behind.activePosition()).hasValue(7);
        assertThat(lease(BALANCES, "host-1").activePosition()).hasValue(7);
    }

    @Test
    void aVersionThatIsRemovedIsForgotten() throws Exception {
        opened(BALANCES);
        opened(NEW_BALANCES);
        projections().activate(BALANCES, NOTHING);

        projections().remove(BALANCES);

        assertThat(projections().segments())
                .extracting(SegmentState::projection)
                .containsExactly(NEW_BALANCES);
        assertThat(lease(NEW_BALANCES, "host-1").activePosition()).isEmpty();
        assertThat(projections().register(BALANCES, 3, 0)).isEqualTo(3);
        assertThat(states(BALANCES)).extracting(SegmentState::active).containsOnly(false);
    }

    @Test
    void theRunnersOfARemovedVersionAreFencedOut() throws Exception {
        Lease lease = opened(BALANCES);

        projections().remove(BALANCES);

        assertThatThrownBy(() -> projections().advance(lease, 0, 1, NOTHING)).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> open(lease)).isInstanceOf(LeaseLostException.class);
        projections().report(lease, Activity.FAILED, Optional.of("removed"));
        projections().release(lease);
        projections().leave(BALANCES, "host-1");
    }

    @Test
    void aLeaseFromBeforeARemovalIsNotValidAfterTheNextRegistration() throws Exception {
        Lease lost = opened(BALANCES);
        projections().remove(BALANCES);

        Lease current = opened(BALANCES);

        assertThat(current.token()).isGreaterThan(lost.token());
        assertThatThrownBy(() -> projections().advance(lost, 0, 1, NOTHING)).isInstanceOf(LeaseLostException.class);
        assertThat(position(BALANCES)).isZero();
    }

    @Test
    void whatIsNotKnownIsRefused() {
        projections().register(NEW_BALANCES, 1, 0);

        List<ThrowingCallable> calls = List.of(
                () -> projections().positions(BALANCES),
                () -> lease(BALANCES, "host-1"),
                () -> projections().activate(BALANCES, NOTHING),
                () -> projections().reset(BALANCES, 0, false),
                () -> projections().repartition(BALANCES, 2),
                () -> projections().remove(BALANCES));

        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call)
                        .isInstanceOf(UnknownProjectionException.class)
                        .hasMessageContaining("balances v1"));
    }
}
