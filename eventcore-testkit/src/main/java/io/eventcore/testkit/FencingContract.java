package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.SegmentState.Activity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whoever has lost a segment changes nothing in it any more, whatever it believes; its successor waits for it. */
abstract class FencingContract extends ProjectionContractTest {

    FencingContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aLostLeaseOpensNothing() throws Exception {
        projections().register(BALANCES, 1, 0);
        Lease lost = held(BALANCES, "host-1").get(0);
        handOver(lost, "host-2");
        List<String> done = new ArrayList<>();

        assertThatThrownBy(() -> projections().open(lost, transaction -> done.add("initialized"), NOTHING))
                .isInstanceOf(LeaseLostException.class)
                .hasMessageContaining("balances v1")
                .hasMessageContaining("host-1");

        assertThat(done).isEmpty();
    }

    @Test
    void aLostLeaseMovesNoCheckpoint() throws Exception {
        Lease lost = opened(BALANCES);
        moveTo(lost, 7);
        Lease current = handOver(lost, "host-2");

        assertThat(open(current)).isEqualTo(7);

        assertThatThrownBy(() -> projections().advance(lost, 7, 12, NOTHING)).isInstanceOf(LeaseLostException.class);
        assertThat(position(BALANCES)).isEqualTo(7);
        moveTo(current, 9);
        assertThat(position(BALANCES)).isEqualTo(9);
    }

    @Test
    void aLeaseFromBeforeTheInstanceLostItMovesNoCheckpointAfterItGotItBack() throws Exception {
        Lease lost = opened(BALANCES);
        Lease between = handOver(lost, "host-2");
        Lease again = handOver(between, "host-1");

        open(again);

        assertThatThrownBy(() -> projections().advance(lost, 0, 12, NOTHING)).isInstanceOf(LeaseLostException.class);
        moveTo(again, 5);
        assertThat(position(BALANCES)).isEqualTo(5);
    }

    @Test
    void losingOneSegmentLosesNoOther() throws Exception {
        List<Lease> leases = opened(BALANCES, 2);
        lease(BALANCES, "host-2");
        projections().release(leases.get(1));
        open(held(BALANCES, "host-2").get(0));

        moveTo(leases.get(0), 5);

        assertThat(positions(BALANCES)).containsExactly(5L, 0L);
    }

    @Test
    void aLostLeaseIsNotGivenBackASecondTime() {
        projections().register(BALANCES, 1, 0);
        Lease lost = held(BALANCES, "host-1").get(0);
        Lease current = handOver(lost, "host-2");

        projections().release(lost);

        assertThat(state(BALANCES).owner()).contains("host-2");
        assertThat(held(BALANCES, "host-2")).containsExactly(current);
    }

    @Test
    void aLostLeaseReportsNothing() {
        projections().register(BALANCES, 1, 0);
        Lease lost = held(BALANCES, "host-1").get(0);
        Lease current = handOver(lost, "host-2");
        projections().report(current, Activity.RUNNING, Optional.empty());

        projections().report(lost, Activity.FAILED, Optional.of("poison"));

        assertThat(state(BALANCES).activity()).isEqualTo(Activity.RUNNING);
        assertThat(state(BALANCES).error()).isEmpty();
    }

    @Test
    void leasingDoesNotWaitForWorkThatIsUnderWay() throws Exception {
        Lease lease = opened(BALANCES);
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Boolean> toldToGoOn = inBackground(() -> {
            List<Boolean> told = new ArrayList<>();
            projections().advance(lease, 0, 7, transaction -> {
                working.countDown();
                told.add(goOn.await(sizes.patience().toNanos(), TimeUnit.NANOSECONDS));
            });
            return told.get(0);
        });
        assertThat(working.await(sizes.patience().toNanos(), TimeUnit.NANOSECONDS))
                .isTrue();

        lease(BALANCES, "host-1");
        lease(BALANCES, "host-2");
        goOn.countDown();

        assertThat(toldToGoOn)
                .as("the work was still under way when others had their leases")
                .succeedsWithin(sizes.patience().multipliedBy(2))
                .isEqualTo(true);
    }

    @Test
    void openingWaitsForTheWorkOfTheHolderBefore() throws Exception {
        projections().register(BALANCES, 1, 0);
        Lease paused = projections().lease(BALANCES, "host-1", SHORT).held().get(0);
        open(paused);
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch opened = new CountDownLatch(1);
        CompletableFuture<Boolean> advanced = inBackground(() -> {
            projections().advance(paused, 0, 7, transaction -> {
                working.countDown();
                // The other one must not come in. If it does, this is the time for it.
                opened.await(300, TimeUnit.MILLISECONDS);
                done.add("the work has ended");
            });
            return true;
        });
        assertThat(working.await(sizes.patience().toNanos(), TimeUnit.NANOSECONDS))
                .isTrue();
        Lease current = await(
                "another instance holds it",
                () -> held(BALANCES, "host-2").stream().findFirst());

        long position = projections()
                .open(
                        current,
                        transaction -> {
                            done.add("the next holder begins");
                            opened.countDown();
                        },
                        NOTHING);

        boolean moved = advanced.handle((answer, failure) -> failure == null).get();
        assertThat(done).containsExactly("the work has ended", "the next holder begins");
        assertThat(position).as("the position that the next holder is told").isEqualTo(moved ? 7 : 0);
        assertThat(position(BALANCES)).isEqualTo(position);
    }

    /** What a runner does that others meet. */
    private interface Running {
        boolean run() throws Exception;
    }

    private static CompletableFuture<Boolean> inBackground(Running running) {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        end.complete(running.run());
                    } catch (Exception | AssertionError e) {
                        end.completeExceptionally(e);
                    }
                })
                .start();
        return end;
    }
}
