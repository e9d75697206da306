package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.StoredEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A reset moves all segments, fences the runners out, and clears the read model once, if it is asked to. */
abstract class ResetContract extends ProjectionContractTest {

    ResetContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aResetMovesEverySegment() throws Exception {
        List<Lease> leases = opened(BALANCES, 2);
        moveTo(leases.get(1), 9);

        projections().reset(BALANCES, 4, false);

        assertThat(positions(BALANCES)).containsExactly(4L, 4L);
        for (Lease lease : held(BALANCES, "host-1")) {
            assertThat(open(lease)).isEqualTo(4);
            moveTo(lease, 5);
        }
        assertThat(positions(BALANCES)).containsExactly(5L, 5L);
    }

    @Test
    void aResetFencesTheRunnersOut() throws Exception {
        Lease lost = opened(BALANCES);
        moveTo(lost, 9);

        projections().reset(BALANCES, 4, false);

        assertThatThrownBy(() -> projections().advance(lost, 4, 9, NOTHING)).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> open(lost)).isInstanceOf(LeaseLostException.class);
        assertThat(held(BALANCES, "host-1"))
                .hasSize(1)
                .allSatisfy(lease -> assertThat(lease.token()).isGreaterThan(lost.token()));
        assertThat(position(BALANCES)).isEqualTo(4);
    }

    @Test
    void aResetOfOneVersionLeavesTheOther() throws Exception {
        moveTo(opened(BALANCES), 7);
        Lease other = opened(NEW_BALANCES);
        moveTo(other, 7);

        projections().reset(BALANCES, 0, true);

        moveTo(other, 8);
        assertThat(position(NEW_BALANCES)).isEqualTo(8);
    }

    @Test
    void theReadModelIsClearedOnceForAllSegments() throws Exception {
        opened(BALANCES, 3);
        List<String> done = new ArrayList<>();

        projections().reset(BALANCES, 0, true);
        for (Lease lease : held(BALANCES, "host-1")) {
            open(lease, done);
        }
        open(held(BALANCES, "host-1").get(0), done);

        assertThat(done).containsExactly("initialized", "cleared", "initialized", "initialized", "initialized");
    }

    @Test
    void aResetWithoutClearingClearsNothing() throws Exception {
        opened(BALANCES);
        List<String> done = new ArrayList<>();

        projections().reset(BALANCES, 0, false);
        open(held(BALANCES, "host-1").get(0), done);

        assertThat(done).containsExactly("initialized");
    }

    @Test
    void aClearingThatFailsIsDoneAgain() throws Exception {
        opened(BALANCES);
        projections().reset(BALANCES, 0, true);
        Lease lease = held(BALANCES, "host-1").get(0);
        IOException failure = new IOException("the table is locked");

        assertThatThrownBy(() -> projections().open(lease, NOTHING, transaction -> {
                    throw failure;
                }))
                .isSameAs(failure);

        List<String> done = new ArrayList<>();
        open(lease, done);
        assertThat(done).containsExactly("initialized", "cleared");
    }

    @Test
    void aClearingThatIsStillToBeDoneIsNotForgottenByAnotherReset() throws Exception {
        opened(BALANCES);
        List<String> done = new ArrayList<>();

        projections().reset(BALANCES, 0, true);
        projections().reset(BALANCES, 0, false);
        open(held(BALANCES, "host-1").get(0), done);

        assertThat(done).containsExactly("initialized", "cleared");
    }

    @Test
    void onlyAResetThatClearsDropsTheDeadLetters() throws Exception {
        append(A, notes(1));
        StoredEvent<Object> event = store.read(A).get(0);
        projections().advance(opened(BALANCES), 0, event.position(), parkingFailed(event));

        projections().reset(BALANCES, 0, false);
        assertThat(projections().deadLetters().find(BALANCES, event.position())).isPresent();

        projections().reset(BALANCES, 0, true);
        assertThat(projections().deadLetters().find(BALANCES, event.position())).isEmpty();
    }

    private void open(Lease lease, List<String> done) throws Exception {
        projections().open(lease, transaction -> done.add("initialized"), transaction -> done.add("cleared"));
    }
}
