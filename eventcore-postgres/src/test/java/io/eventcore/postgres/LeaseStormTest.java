package io.eventcore.postgres;

import static io.eventcore.ProjectionStore.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.CheckpointMovedException;
import io.eventcore.EventTypes;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.Segment;
import io.eventcore.SegmentState.Activity;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many instances and operators at once: no segment has two holders, and nobody waits for each other in a circle. */
@ExtendWith(TestPostgresExtension.class)
class LeaseStormTest {

    private static final int INSTANCES = 8;
    private static final int ROUNDS = 60;

    private String url;
    private ExecutorService threads;
    private PostgresEventStore store;
    private ProjectionStore projections;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        store.initialize();
        projections = store.projections();
        threads = Executors.newFixedThreadPool(INSTANCES);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        store.close();
    }

    @Test
    void instancesThatStartTogetherGetDifferentSegments() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            ProjectionId projection = new ProjectionId("round-" + round, 1);
            projections.register(projection, 5, 0);
            CyclicBarrier start = new CyclicBarrier(INSTANCES);

            List<Leases> leases = atOnce(number -> () -> {
                start.await(60, TimeUnit.SECONDS);
                return projections.lease(projection, "host-" + number, Leased.LONG);
            });

            assertThat(leases.stream().flatMap(each -> each.held().stream()).map(Lease::segment))
                    .doesNotHaveDuplicates();
        }
    }

    /** Leases run out all the time, so that they are taken from whoever is just about to renew them. */
    @Test
    void aTokenBelongsToOneInstanceForEver() throws Exception {
        ProjectionId projection = new ProjectionId("balances", 1);
        projections.register(projection, 3, 0);
        Map<Long, String> owners = new ConcurrentHashMap<>();

        List<Integer> collisions = atOnce(number -> () -> {
            String instance = "host-" + number;
            int strangers = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (Lease lease : projections
                        .lease(projection, instance, Duration.ofMillis(2))
                        .held()) {
                    strangers += instance.equals(owners.computeIfAbsent(lease.token(), token -> instance)) ? 0 : 1;
                }
            }
            return strangers;
        });

        assertNobodyWaitedInACircle();
        assertThat(collisions).containsOnly(0);
        assertThat(owners.size()).as("tokens given").isGreaterThan(10);
    }

    @Test
    void runnersAndOperatorsTogetherNeverBlockEachOther() throws Exception {
        ProjectionId projection = new ProjectionId("balances", 1);
        projections.register(projection, 4, 0);
        projections.register(new ProjectionId("balances", 2), 2, 0);

        List<Integer> moves = atOnce(number -> number == 0 ? this::operate : () -> run(projection, "host-" + number));

        assertThat(moves.stream().mapToInt(Integer::intValue).sum()).isPositive();
        long distinct = projections.positions(projection).keySet().stream()
                .map(Segment::count)
                .distinct()
                .count();
        assertThat(distinct).isEqualTo(1);
        assertNobodyWaitedInACircle();
    }

    /** The store tries again what lost against another one, so that only the server tells. */
    private void assertNobodyWaitedInACircle() throws SQLException {
        // A session tells what it counted when it ends.
        store.close();
        await().until(() -> Sql.query(url, """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()""").equals("0"));
        assertThat(Sql.query(url, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isEqualTo("0");
    }

    private int operate() throws Exception {
        ProjectionId projection = new ProjectionId("balances", 1);
        for (int round = 0; round < ROUNDS; round++) {
            projections.repartition(projection, 1 + round % 6);
            projections.segments();
            projections.reset(projection, round, round % 2 == 0);
            projections.activate(new ProjectionId("balances", 1 + round % 2), NOTHING);
        }
        return 0;
    }

    /** What a runner does, with leases that last as long as a batch. Returns how often it moved a checkpoint. */
    private int run(ProjectionId projection, String instance) throws Exception {
        int moves = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (Lease lease : projections
                    .lease(projection, instance, Duration.ofMillis(20))
                    .held()) {
                moves += moveOnce(lease) ? 1 : 0;
                projections.report(lease, Activity.RUNNING, Optional.empty());
                if (ThreadLocalRandom.current().nextInt(4) == 0) {
                    projections.release(lease);
                }
            }
            if (round % 10 == 9) {
                projections.leave(projection, instance);
            }
        }
        return moves;
    }

    private boolean moveOnce(Lease lease) throws Exception {
        try {
            long position = projections.open(lease, NOTHING, NOTHING);
            projections.advance(lease, position, Math.min(position + 1, lease.until()), NOTHING);
            return true;
        } catch (LeaseLostException | CheckpointMovedException expected) {
            return false;
        }
    }

    /** One call per instance, each on a thread of its own. */
    private <T> List<T> atOnce(IntFunction<Callable<T>> calls) throws Exception {
        List<Future<T>> futures = new ArrayList<>(IntStream.range(0, INSTANCES)
                .mapToObj(calls)
                .map(threads::submit)
                .toList());
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get(120, TimeUnit.SECONDS));
        }
        return results;
    }
}
