package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.Lease;
import io.eventcore.ProjectionStore;
import io.eventcore.QueryTimeoutException;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A statement that takes too long ends, and so does everything that waited with it. */
@ExtendWith(TestPostgresExtension.class)
class QueryTimeoutTest {

    /** Were the batch split, each part would wait for the time-out again: 200 requests, for more than half a minute. */
    @Test
    @Timeout(20)
    void aBlockedTableFailsAWholeBatchAtOnceAndTheStoreWorksOn(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresConfig config = PostgresConfig.builder(url)
                .queryTimeout(Duration.ofMillis(400))
                .appendLanes(1)
                .build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
                Connection other = DriverManager.getConnection(url)) {
            store.initialize();
            other.setAutoCommit(false);
            Sql.execute(other, "LOCK TABLE events IN ACCESS EXCLUSIVE MODE");

            List<CompletableFuture<AppendResult>> appends = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                appends.add(store.appendAsync(append("stream-" + i)));
            }
            for (CompletableFuture<AppendResult> append : appends) {
                assertThatThrownBy(() -> append.get(15, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(QueryTimeoutException.class)
                        .hasMessageContaining("longer than the query time-out");
            }

            other.rollback();
            assertThat(store.append(append("stream-0")).position()).isPositive();
            assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("1");
        }
    }

    /** Every kind of work, against a lock on the tables. */
    @Test
    void whateverWaitsForABlockedTableEndsInTimeAndItsConnectionIsUsable(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresConfig config = PostgresConfig.builder(url)
                .queryTimeout(Duration.ofMillis(200))
                .maxConnections(3)
                .build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
                Connection other = DriverManager.getConnection(url)) {
            store.initialize();
            store.append(append("a"));
            Lease lease = Leased.open(store.projections(), "balances");
            other.setAutoCommit(false);
            Sql.execute(other, """
                    LOCK TABLE events, event_streams, projections, projection_checkpoints, projection_leases,
                               executed_commands
                    IN ACCESS EXCLUSIVE MODE""");

            assertEndsInTime(() -> store.append(append("b")));
            assertEndsInTime(() -> store.read(StreamId.of("a")));
            assertEndsInTime(() -> store.feed().read(0, EventFilter.all(), 10));
            ProjectionStore projections = store.projections();
            assertEndsInTime(() -> projections.positions(lease.projection()));
            assertEndsInTime(projections::segments);
            assertEndsInTime(() -> projections.lease(lease.projection(), lease.owner(), lease.duration()));
            assertEndsInTime(() -> projections.open(lease, ProjectionStore.NOTHING, ProjectionStore.NOTHING));
            assertEndsInTime(() -> projections.advance(lease, 0, 1, ProjectionStore.NOTHING));
            assertEndsInTime(() -> store.resultOf(UUID.randomUUID()));

            other.rollback();
            for (int i = 0; i < 10; i++) {
                store.append(append("c-" + i));
                assertThat(store.read(StreamId.of("a"))).hasSize(1);
                assertThat(store.feed().read(0, EventFilter.all(), 1).events()).hasSize(1);
            }
            assertThat(store.poolMetrics().connectionsClosed())
                    .as("the connections themselves are well")
                    .isZero();
        }
    }

    private static void assertEndsInTime(ThrowableAssert.ThrowingCallable work) {
        long start = System.nanoTime();
        assertThatThrownBy(work)
                .isInstanceOf(QueryTimeoutException.class)
                .hasMessageContaining("longer than the query time-out");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    static AppendRequest append(String stream) {
        return AppendRequest.to(StreamId.of(stream), ExpectedVersion.noStream(), new Deposited(1));
    }
}
