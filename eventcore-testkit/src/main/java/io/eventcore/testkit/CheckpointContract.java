package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.CheckpointMovedException;
import io.eventcore.ConfigurationException;
import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.testkit.Together.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A checkpoint moves together with its projection's work, from where it was said to be, or not at all. */
abstract class CheckpointContract extends ProjectionContractTest {

    CheckpointContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aProjectionStartsWhereItWasRegistered() throws Exception {
        projections().register(BALANCES, 1, 0);
        projections().register(NEW_BALANCES, 2, 41);

        assertThat(open(held(BALANCES, "host-1").get(0))).isZero();
        assertThat(open(held(NEW_BALANCES, "host-1").get(1))).isEqualTo(41);
        assertThat(positions(NEW_BALANCES)).containsExactly(41L, 41L);
    }

    @Test
    void theCheckpointMovesWhenTheWorkIsDone() throws Exception {
        Lease lease = opened(BALANCES);
        List<Long> seenByTheWork = new ArrayList<>();

        projections().advance(lease, 0, 7, transaction -> seenByTheWork.add(7L));
        projections().advance(lease, 7, 12, transaction -> seenByTheWork.add(12L));

        assertThat(position(BALANCES)).isEqualTo(12);
        assertThat(open(lease)).isEqualTo(12);
        assertThat(seenByTheWork).containsExactly(7L, 12L);
    }

    @Test
    void eachProjectionHasACheckpointOfItsOwn() throws Exception {
        ProjectionId otherCase = new ProjectionId("Balances", 1);
        ProjectionId otherName = new ProjectionId("balances-2", 1);
        Lease lease = opened(BALANCES);
        for (ProjectionId other : List.of(otherCase, otherName, NEW_BALANCES)) {
            opened(other);
        }

        moveTo(lease, 7);

        assertThat(position(BALANCES)).isEqualTo(7);
        assertThat(List.of(otherCase, otherName, NEW_BALANCES))
                .allSatisfy(other -> assertThat(position(other)).isZero());
    }

    @Test
    void eachSegmentHasACheckpointOfItsOwn() throws Exception {
        List<Lease> leases = opened(BALANCES, 3);

        moveTo(leases.get(1), 7);
        moveTo(leases.get(2), 9);

        assertThat(projections().positions(BALANCES))
                .containsEntry(new Segment(0, 3), 0L)
                .containsEntry(new Segment(1, 3), 7L)
                .containsEntry(new Segment(2, 3), 9L)
                .hasSize(3);
        assertThat(open(leases.get(2))).isEqualTo(9);
    }

    @Test
    void workThatFailsLeavesTheCheckpointAndItsExceptionIsThrownOn() throws Exception {
        Lease lease = opened(BALANCES);
        moveTo(lease, 7);
        IOException failure = new IOException("the disk is full");

        assertThatThrownBy(() -> projections().advance(lease, 7, 12, transaction -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(position(BALANCES)).isEqualTo(7);
        moveTo(lease, 12);
        assertThat(position(BALANCES)).isEqualTo(12);
    }

    @Test
    void aCheckpointThatIsElsewhereIsNotMoved() throws Exception {
        Lease lease = opened(BALANCES);
        moveTo(lease, 7);

        for (long from : List.of(0L, 6L, 8L)) {
            assertThatThrownBy(() -> projections().advance(lease, from, 12, NOTHING))
                    .as("from %s", from)
                    .isInstanceOf(CheckpointMovedException.class)
                    .hasMessageContaining("balances v1");
        }

        assertThat(position(BALANCES)).isEqualTo(7);
    }

    @Test
    void ofThreadsThatStartFromOnePlaceExactlyOneMovesTheCheckpoint() throws Exception {
        Lease lease = opened(BALANCES);
        try (Together together = new Together(4, sizes.patience())) {
            for (int round = 0; round < Math.max(10, sizes.races() / 10); round++) {
                long from = round;
                List<Outcome<Long>> outcomes = together.all(() -> {
                    projections().advance(lease, from, from + 1, transaction -> LockSupport.parkNanos(10_000));
                    return from;
                });

                assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(1);
                assertThat(outcomes)
                        .filteredOn(outcome -> !outcome.succeeded())
                        .allSatisfy(
                                outcome -> assertThat(outcome.failed()).isInstanceOf(CheckpointMovedException.class));
                assertThat(position(BALANCES)).isEqualTo(from + 1);
            }
        }
    }

    @Test
    void aHandleThatTheStorageDoesNotHaveIsRefusedAndLeavesTheCheckpoint() throws Exception {
        Lease lease = opened(BALANCES);

        assertThatThrownBy(
                        () -> projections().advance(lease, 0, 7, transaction -> transaction.unwrap(Thread.State.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(Thread.State.class.getName());

        assertThat(position(BALANCES)).isZero();
    }

    @Test
    void everyOpeningInitializesAndClearsNothing() throws Exception {
        projections().register(BALANCES, 2, 0);
        List<String> done = new ArrayList<>();

        for (Lease lease : held(BALANCES, "host-1")) {
            projections()
                    .open(
                            lease,
                            transaction -> done.add("initialized " + lease.segment()),
                            transaction -> done.add("cleared"));
        }

        assertThat(done).containsExactly("initialized 0/2", "initialized 1/2");
    }

    @Test
    void whatAnOpeningThrowsIsThrownOnAndTheSegmentCanBeOpenedAgain() throws Exception {
        projections().register(BALANCES, 1, 5);
        Lease lease = held(BALANCES, "host-1").get(0);
        IOException failure = new IOException("the disk is full");

        assertThatThrownBy(() -> projections()
                        .open(
                                lease,
                                transaction -> {
                                    throw failure;
                                },
                                NOTHING))
                .isSameAs(failure);

        assertThat(open(lease)).isEqualTo(5);
        moveTo(lease, 6);
        assertThat(position(BALANCES)).isEqualTo(6);
    }

    @Test
    void segmentsOfOneProjectionAreOpenedOneAtATime() throws Exception {
        projections().register(BALANCES, 4, 0);
        List<Lease> leases = held(BALANCES, "host-1");
        Busy busy = new Busy();
        try (Together together = new Together(leases.size(), sizes.patience())) {
            for (int round = 0; round < Math.max(10, sizes.races() / 10); round++) {
                together.each(leases.stream()
                                .map(lease -> busy.opening(projections(), lease))
                                .toList())
                        .forEach(Outcome::orThrow);
            }
        }

        assertThat(busy.most()).as("initializations at once").isEqualTo(1);
    }
}
