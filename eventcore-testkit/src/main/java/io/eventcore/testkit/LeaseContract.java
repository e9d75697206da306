package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.testkit.Together.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Instances share the segments of a projection evenly, and each segment has one holder at a time. */
abstract class LeaseContract extends ProjectionContractTest {

    LeaseContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void registeringWhatIsKnownChangesNothing() {
        assertThat(projections().register(BALANCES, 4, 7)).isEqualTo(4);
        assertThat(projections().register(BALANCES, 2, 0)).isEqualTo(4);

        assertThat(positions(BALANCES)).containsExactly(7L, 7L, 7L, 7L);
    }

    @Test
    void anInstanceThatIsAloneHoldsEverySegment() {
        projections().register(BALANCES, 5, 0);

        Leases leases = lease(BALANCES, "host-1");

        assertThat(leases.share()).isEqualTo(5);
        assertThat(leases.held())
                .extracting(Lease::segment)
                .containsExactlyElementsOf(IntStream.range(0, 5)
                        .mapToObj(each -> new Segment(each, 5))
                        .toList());
        assertThat(leases.held()).allSatisfy(lease -> {
            assertThat(lease.projection()).isEqualTo(BALANCES);
            assertThat(lease.owner()).isEqualTo("host-1");
            assertThat(lease.token()).isPositive();
            assertThat(lease.duration()).isEqualTo(LONG);
            assertThat(lease.until()).isEqualTo(Long.MAX_VALUE);
        });
    }

    @Test
    void instancesShareTheSegmentsEvenly() {
        for (int count = 1; count <= 4; count++) {
            ProjectionId projection = new ProjectionId("shared-by-" + count, 1);
            projections().register(projection, 7, 0);
            List<String> instances = IntStream.rangeClosed(1, count)
                    .mapToObj(number -> "host-" + number)
                    .toList();

            List<List<Lease>> held = settled(projection, instances);

            assertThat(held.stream().flatMap(List::stream).map(Lease::segment))
                    .as("segments of %s instances", count)
                    .hasSize(7)
                    .doesNotHaveDuplicates();
            assertThat(held)
                    .as("segments of each of %s instances", count)
                    .allSatisfy(
                            each -> assertThat(each).hasSizeBetween(7 / instances.size(), 6 / instances.size() + 1));
        }
    }

    @Test
    void whatIsLeftOverGoesToTheFirstByName() {
        projections().register(BALANCES, 8, 0);
        for (String instance : List.of("host-b", "host-c", "host-a")) {
            lease(BALANCES, instance);
        }

        assertThat(lease(BALANCES, "host-a").share()).isEqualTo(3);
        assertThat(lease(BALANCES, "host-b").share()).isEqualTo(3);
        assertThat(lease(BALANCES, "host-c").share()).isEqualTo(2);
    }

    @Test
    void moreInstancesThanSegmentsLeaveSomeWithoutAny() {
        projections().register(BALANCES, 1, 0);

        assertThat(held(BALANCES, "host-1")).hasSize(1);

        Leases second = lease(BALANCES, "host-2");
        assertThat(second.share()).isZero();
        assertThat(second.held()).isEmpty();
    }

    @Test
    void aSegmentThatIsHeldIsNotGivenToAnotherWhateverItsShareIs() {
        projections().register(BALANCES, 1, 0);
        Lease lease = held(BALANCES, "host-2").get(0);

        Leases first = lease(BALANCES, "host-1");

        assertThat(first.share()).isEqualTo(1);
        assertThat(first.held()).isEmpty();
        assertThat(held(BALANCES, "host-2")).containsExactly(lease);
    }

    @Test
    void eachVersionIsSharedOnItsOwn() {
        projections().register(BALANCES, 2, 0);
        projections().register(NEW_BALANCES, 2, 0);

        assertThat(held(BALANCES, "host-1")).hasSize(2);
        assertThat(held(NEW_BALANCES, "host-2")).hasSize(2);
    }

    @Test
    void renewingKeepsTheLease() {
        projections().register(BALANCES, 3, 0);
        List<Lease> leases = held(BALANCES, "host-1");

        assertThat(held(BALANCES, "host-1")).isEqualTo(leases);
        assertThat(held(BALANCES, "host-1")).isEqualTo(leases);
    }

    @Test
    void everyNextHolderGetsAHigherToken() {
        projections().register(BALANCES, 1, 0);
        List<Long> tokens = new ArrayList<>();
        Lease lease = held(BALANCES, "host-1").get(0);
        for (String next : List.of("host-2", "host-1", "host-1", "host-3")) {
            tokens.add(lease.token());
            lease = handOver(lease, next);
        }
        tokens.add(lease.token());

        assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aSegmentThatIsGivenBackIsThereForOthersAtOnce() {
        projections().register(BALANCES, 2, 0);
        List<Lease> leases = held(BALANCES, "host-1");
        assertThat(held(BALANCES, "host-2")).isEmpty();

        projections().release(leases.get(1));

        assertThat(held(BALANCES, "host-2")).extracting(Lease::segment).containsExactly(new Segment(1, 2));
        assertThat(held(BALANCES, "host-1")).containsExactly(leases.get(0));
    }

    @Test
    void anInstanceThatLeavesGivesEverythingBackAndCountsNoMore() {
        projections().register(BALANCES, 3, 0);
        lease(BALANCES, "host-1");
        lease(BALANCES, "host-2");

        projections().leave(BALANCES, "host-1");

        Leases all = lease(BALANCES, "host-2");
        assertThat(all.share()).isEqualTo(3);
        assertThat(all.held()).hasSize(3);
    }

    @Test
    void theSegmentsOfASilentInstanceGoToOthers() {
        projections().register(BALANCES, 3, 0);
        List<Lease> silent = projections().lease(BALANCES, "host-1", SHORT).held();

        List<Lease> taken = await(
                "another instance holds all",
                () -> Optional.of(held(BALANCES, "host-2")).filter(held -> held.size() == 3));

        assertThat(silent).hasSize(3);
        assertThat(taken)
                .allSatisfy(lease -> assertThat(lease.token())
                        .isGreaterThan(silent.get(lease.segment().number()).token()));
        assertThat(lease(BALANCES, "host-2").share()).isEqualTo(3);
    }

    @Test
    void aLeaseThatEndedIsRenewedIfNobodyElseWantedIt() throws Exception {
        projections().register(BALANCES, 1, 0);
        Lease lease = projections().lease(BALANCES, "host-1", SHORT).held().get(0);
        open(lease);
        await(
                "the lease ends",
                () -> Optional.of(state(BALANCES)).filter(state -> state.owner().isEmpty()));

        moveTo(lease, 5);
        assertThat(held(BALANCES, "host-1")).extracting(Lease::token).containsExactly(lease.token());
        moveTo(lease, 7);

        assertThat(position(BALANCES)).isEqualTo(7);
        assertThat(state(BALANCES).owner()).contains("host-1");
    }

    @Test
    void racingInstancesNeverHoldOneSegmentAtOnce() throws Exception {
        projections().register(BALANCES, 3, 0);
        Map<Segment, String> holders = new ConcurrentHashMap<>();
        int rounds = Math.max(10, sizes.races() / 20);
        List<Callable<Integer>> racing = IntStream.rangeClosed(1, 4)
                .<Callable<Integer>>mapToObj(number -> () -> race("host-" + number, rounds, holders))
                .toList();
        try (Together together = new Together(racing.size(), sizes.patience())) {
            for (Outcome<Integer> outcome : together.each(racing)) {
                assertThat(outcome.orThrow())
                        .as("segments that somebody else held")
                        .isZero();
            }
        }
    }

    /** Takes what it gets and gives it back, and counts how often another one had it too. */
    private int race(String instance, int rounds, Map<Segment, String> holders) {
        int collisions = 0;
        for (int round = 0; round < rounds; round++) {
            List<Lease> held = held(BALANCES, instance);
            for (Lease lease : held) {
                collisions += holders.putIfAbsent(lease.segment(), instance) == null ? 0 : 1;
            }
            LockSupport.parkNanos(200_000);
            for (Lease lease : held) {
                holders.remove(lease.segment(), instance);
                projections().release(lease);
            }
        }
        return collisions;
    }

    /** All instances say that they live until each has come to its share. */
    private List<List<Lease>> settled(ProjectionId projection, List<String> instances) {
        return await("every instance holds its share", () -> {
            List<List<Lease>> held = new ArrayList<>();
            boolean even = true;
            for (String instance : instances) {
                Leases leases = lease(projection, instance);
                leases.held().stream().skip(leases.share()).forEach(projections()::release);
                even &= leases.held().size() == leases.share();
                held.add(leases.held());
            }
            return even ? Optional.of(held) : Optional.empty();
        });
    }
}
