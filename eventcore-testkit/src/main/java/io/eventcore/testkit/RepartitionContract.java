package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.StoredEvent;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The number of segments changes where all of them stand at one position, so that nothing is applied twice. */
abstract class RepartitionContract extends ProjectionContractTest {

    private List<Lease> before = List.of();

    RepartitionContract(EventStoreContract adapter) {
        super(adapter);
    }

    /** Three segments at 2, 9 and 5. */
    @BeforeEach
    final void segmentsAtDifferentPositions() throws Exception {
        before = opened(BALANCES, 3);
        moveTo(before.get(0), 2);
        moveTo(before.get(1), 9);
        moveTo(before.get(2), 5);
    }

    private List<Lease> reopened() throws Exception {
        List<Lease> leases = held(BALANCES, "host-1");
        for (Lease lease : leases) {
            open(lease);
        }
        return leases;
    }

    private void bringAllTo(long position) throws Exception {
        for (Lease lease : reopened()) {
            moveTo(lease, position);
        }
    }

    @Test
    void theSegmentsFirstComeToThePositionOfTheFurthest() throws Exception {
        projections().repartition(BALANCES, 2);

        assertThat(held(BALANCES, "host-1"))
                .extracting(lease -> lease.segment() + " until " + lease.until())
                .containsExactly("0/3 until 9", "1/3 until 9", "2/3 until 9");
        assertThat(positions(BALANCES)).containsExactly(2L, 9L, 5L);
    }

    @Test
    void theyAreDividedAnewWhenTheLastHasCome() throws Exception {
        projections().repartition(BALANCES, 2);
        List<Lease> leases = reopened();

        moveTo(leases.get(0), 9);
        assertThat(held(BALANCES, "host-1")).isEqualTo(leases);
        moveTo(leases.get(2), 9);

        assertThat(held(BALANCES, "host-1"))
                .extracting(Lease::segment)
                .containsExactly(new Segment(0, 2), new Segment(1, 2));
        assertThat(positions(BALANCES)).containsExactly(9L, 9L);
    }

    @Test
    void theNewSegmentsGoOnFromThereWithoutALimit() throws Exception {
        projections().repartition(BALANCES, 5);
        bringAllTo(9);

        for (Lease lease : held(BALANCES, "host-1")) {
            assertThat(lease.until()).isEqualTo(Long.MAX_VALUE);
            assertThat(open(lease)).isEqualTo(9);
            moveTo(lease, 10);
        }

        assertThat(positions(BALANCES)).containsExactly(10L, 10L, 10L, 10L, 10L);
    }

    @Test
    void segmentsThatStandAtOnePositionAreDividedByTheNextLease() throws Exception {
        bringAllTo(11);

        projections().repartition(BALANCES, 1);

        assertThat(held(BALANCES, "host-1")).extracting(Lease::segment).containsExactly(Segment.ALL);
        assertThat(position(BALANCES)).isEqualTo(11);
    }

    @Test
    void aRepartitionFencesTheRunnersOut() {
        projections().repartition(BALANCES, 2);

        for (Lease lost : before) {
            assertThatThrownBy(() -> projections().advance(lost, position(lost), 20, NOTHING))
                    .isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> open(lost)).isInstanceOf(LeaseLostException.class);
        }
        assertThat(positions(BALANCES)).containsExactly(2L, 9L, 5L);
    }

    private long position(Lease lease) {
        return positions(BALANCES).get(lease.segment().number());
    }

    @Test
    void theNewSegmentsHaveHigherTokensThanAnyBefore() throws Exception {
        projections().repartition(BALANCES, 2);
        List<Lease> between = reopened();
        bringAllTo(9);
        List<Lease> after = held(BALANCES, "host-1");

        assertThat(after).hasSize(2);
        assertThat(lowest(between)).isGreaterThan(highest(before));
        assertThat(lowest(after)).isGreaterThan(highest(between));
    }

    private static long lowest(List<Lease> leases) {
        return leases.stream().mapToLong(Lease::token).min().orElseThrow();
    }

    private static long highest(List<Lease> leases) {
        return leases.stream().mapToLong(Lease::token).max().orElseThrow();
    }

    @Test
    void deadLettersStayAndLieWhereTheirStreamsLieNow() throws Exception {
        append(A, notes(1));
        StoredEvent<Object> event = store.read(A).get(0);
        Lease lease = before.get(Segment.of(A, 3).number());
        projections().advance(lease, position(lease), position(lease), parkingFailed(event));

        projections().repartition(BALANCES, 2);
        bringAllTo(9);
        lease(BALANCES, "host-1");

        Segment now = Segment.of(A, 2);
        assertThat(projections().deadLetters().streams(BALANCES, now)).containsExactly(A);
        assertThat(states(BALANCES))
                .filteredOn(state -> state.deadLetters() == 1)
                .extracting(SegmentState::segment)
                .containsExactly(now);
    }

    @Test
    void anotherRepartitionReplacesOneThatHasNotEnded() throws Exception {
        projections().repartition(BALANCES, 2);
        projections().repartition(BALANCES, 4);
        bringAllTo(9);
        lease(BALANCES, "host-1");

        assertThat(positions(BALANCES)).containsExactly(9L, 9L, 9L, 9L);
    }

    @Test
    void aResetEndsARepartitionAtItsPosition() {
        projections().repartition(BALANCES, 2);
        projections().reset(BALANCES, 4, false);

        assertThat(held(BALANCES, "host-1"))
                .extracting(lease -> lease.segment() + " until " + lease.until())
                .containsExactly("0/2 until " + Long.MAX_VALUE, "1/2 until " + Long.MAX_VALUE);
        assertThat(positions(BALANCES)).containsExactly(4L, 4L);
    }
}
