package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventFilter;
import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.SegmentState;
import io.eventcore.SegmentState.Activity;
import io.eventcore.StoredEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Operators see how every segment stands, whoever runs it. */
abstract class SegmentStateContract extends ProjectionContractTest {

    SegmentStateContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aStoreWithoutProjectionsHasNoSegments() {
        assertThat(projections().segments()).isEmpty();
    }

    @Test
    void segmentsAreListedByNameVersionAndNumber() {
        projections().register(new ProjectionId("orders", 1), 1, 0);
        projections().register(NEW_BALANCES, 1, 0);
        projections().register(BALANCES, 3, 0);

        assertThat(projections().segments())
                .extracting(state -> state.projection() + " " + state.segment())
                .containsExactly(
                        "balances v1 0/3", "balances v1 1/3", "balances v1 2/3", "balances v2 0/1", "orders v1 0/1");
    }

    @Test
    void aSegmentThatNobodyRanIsIdle() {
        projections().register(BALANCES, 1, 3);

        SegmentState state = state(BALANCES);

        assertThat(state.position()).isEqualTo(3);
        assertThat(state.owner()).isEmpty();
        assertThat(state.activity()).isEqualTo(Activity.IDLE);
        assertThat(state.error()).isEmpty();
        assertThat(state.errorAt()).isEmpty();
        assertThat(state.deadLetters()).isZero();
    }

    @Test
    void theHolderIsTheOneWhoseLeaseIsValid() {
        projections().register(BALANCES, 1, 0);
        Lease lease = held(BALANCES, "host-1").get(0);
        assertThat(state(BALANCES).owner()).contains("host-1");

        projections().release(lease);
        assertThat(state(BALANCES).owner()).isEmpty();

        assertThat(projections().lease(BALANCES, "host-1", SHORT).held()).hasSize(1);
        await(
                "the lease ends",
                () -> Optional.of(state(BALANCES)).filter(state -> state.owner().isEmpty()));
    }

    @Test
    void whatWasReportedIsTold() {
        projections().register(BALANCES, 1, 0);
        Lease lease = held(BALANCES, "host-1").get(0);

        projections().report(lease, Activity.RETRYING, Optional.of("poison"));

        assertThat(state(BALANCES).activity()).isEqualTo(Activity.RETRYING);
        assertThat(state(BALANCES).error()).contains("poison");
        assertThat(state(BALANCES).errorAt()).isPresent();
    }

    @Test
    void theLastErrorIsTheLastThatWasReported() {
        projections().register(BALANCES, 1, 0);
        Lease lease = held(BALANCES, "host-1").get(0);

        projections().report(lease, Activity.RETRYING, Optional.of("poison"));
        projections().report(lease, Activity.RUNNING, Optional.empty());
        assertThat(state(BALANCES).activity()).isEqualTo(Activity.RUNNING);
        assertThat(state(BALANCES).error()).contains("poison");

        projections().report(lease, Activity.FAILED, Optional.of("poison again"));
        assertThat(state(BALANCES).error()).contains("poison again");
    }

    @Test
    void whatWasReportedStaysWhenTheSegmentIsGivenBack() {
        projections().register(BALANCES, 1, 0);
        Lease lease = held(BALANCES, "host-1").get(0);
        projections().report(lease, Activity.FAILED, Optional.of("poison"));

        projections().release(lease);

        assertThat(state(BALANCES).activity()).isEqualTo(Activity.FAILED);
        assertThat(state(BALANCES).error()).contains("poison");
    }

    @Test
    void aSegmentIsBehindSinceTheNextEventWasStored() throws Exception {
        append(A, notes(1));
        append(B, notes(1));
        List<StoredEvent<Object>> events = feed(EventFilter.all());
        Lease lease = opened(BALANCES);
        assertThat(state(BALANCES).behindSince()).contains(events.get(0).createdAt());

        moveTo(lease, events.get(0).position());
        assertThat(state(BALANCES).behindSince()).contains(events.get(1).createdAt());

        moveTo(lease, events.get(1).position());
        assertThat(state(BALANCES).behindSince()).isEmpty();
    }

    @Test
    void theTimeOfTheLastMoveGrowsWithEachMove() throws Exception {
        Lease lease = opened(BALANCES);
        SegmentState first = state(BALANCES);
        append(A, notes(1));

        await("the clock goes on and the checkpoint moves", () -> {
            advanceByOne(lease);
            return Optional.of(state(BALANCES)).filter(state -> state.movedAt().isAfter(first.movedAt()));
        });
    }

    private void advanceByOne(Lease lease) {
        try {
            moveTo(lease, position(BALANCES) + 1);
        } catch (Exception e) {
            throw new AssertionError("The checkpoint cannot be moved.", e);
        }
    }
}
