package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.OverloadedException;
import io.eventcore.ProjectionId;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** All connections are at work: who finds none is told so in time, and afterwards all of them are there again. */
@ExtendWith(TestPostgresExtension.class)
class ExhaustedPoolTest {

    private static final int CONNECTIONS = 4;
    private static final int ROUNDS = 3;
    private static final StreamId STREAM = StreamId.of("account-1");

    /** A connection that leaked in one round would be missing in the next, and the round would not come together. */
    @Test
    @Timeout(60)
    void everyCallIsAnsweredAndNoConnectionIsLost(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresConfig config = PostgresConfig.builder(url)
                .maxConnections(CONNECTIONS)
                .connectTimeout(Duration.ofMillis(400))
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Moved.class))) {
            store.initialize();
            for (int round = 0; round < ROUNDS; round++) {
                List<Future<List<StoredEvent<Object>>>> reads = new ArrayList<>();
                try (Connection other = DriverManager.getConnection(url)) {
                    other.setAutoCommit(false);
                    Sql.execute(other, "LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
                    for (int i = 0; i < CONNECTIONS; i++) {
                        reads.add(threads.submit(() -> store.read(STREAM)));
                    }
                    await().until(() -> waitingForTheLock(url) == CONNECTIONS);

                    assertNoConnectionIsFree(() -> store.read(STREAM));
                    assertNoConnectionIsFree(() -> store.feed().read(0, EventFilter.all(), 10));
                    assertNoConnectionIsFree(() -> store.projections().positions(new ProjectionId("accounts", 1)));
                    assertNoConnectionIsFree(() -> append(store));
                    other.rollback();
                }
                for (Future<List<StoredEvent<Object>>> read : reads) {
                    assertThat(read.get(5, TimeUnit.MINUTES)).isEmpty();
                }
            }
            append(store);
            assertThat(store.read(STREAM)).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void append(PostgresEventStore store) {
        store.append(AppendRequest.to(STREAM, ExpectedVersion.any(), new Moved(1, 1)));
    }

    private static void assertNoConnectionIsFree(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(OverloadedException.class);
    }

    private static int waitingForTheLock(String url) throws Exception {
        return Integer.parseInt(Sql.query(url, """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'"""));
    }
}
