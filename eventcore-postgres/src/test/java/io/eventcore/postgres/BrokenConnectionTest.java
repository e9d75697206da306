package io.eventcore.postgres;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server ends connections under load: nothing is stored by halves, lost or stored twice. */
@ExtendWith(TestPostgresExtension.class)
class BrokenConnectionTest {

    private static final int TERMINATIONS = 50;
    private static final int WRITERS = 16;

    @Test
    void endingConnectionsUnderLoadLosesAndDoublesNothing(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
        Queue<RuntimeException> refused = new ConcurrentLinkedQueue<>();
        AtomicInteger progress = new AtomicInteger();
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class))) {
            store.initialize();
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> writers = IntStream.range(0, WRITERS)
                    .mapToObj(nr -> new Thread(() -> writePairs(store, nr, stop, progress, acknowledged, refused)))
                    .toList();
            writers.forEach(Thread::start);
            int ended = terminateLanes(url, progress, refused);
            stop.set(true);
            for (Thread writer : writers) {
                writer.join();
            }

            assertThat(refused)
                    .as("the store finds out what happened, so nobody is told of a failure")
                    .isEmpty();
            assertThat(ended).isEqualTo(TERMINATIONS);
        }
        assertThat(storedIds(url)).isEqualTo(new HashSet<>(acknowledged));
        assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo(String.valueOf(acknowledged.size()));
        assertThat(Sql.query(url, """
                        SELECT count(*) FROM event_streams s
                        WHERE s.version <> (SELECT count(*) FROM events e WHERE e.stream_id = s.stream_id)"""))
                .as("streams whose version is not the number of their events")
                .isEqualTo("0");
        assertThat(Sql.query(url, """
                        SELECT count(*) FROM event_streams a JOIN event_streams b
                        ON a.stream_id = replace(b.stream_id, 'right', 'left') WHERE a.version <> b.version"""))
                .as("pairs of which only one half was stored")
                .isEqualTo("0");
    }

    /** Each append writes to two streams, and knows what version they must have. */
    private static void writePairs(
            PostgresEventStore store,
            int nr,
            AtomicBoolean stop,
            AtomicInteger progress,
            Queue<UUID> acknowledged,
            Queue<RuntimeException> refused) {
        StreamId left = StreamId.of("left-" + nr);
        StreamId right = StreamId.of("right-" + nr);
        long version = 0;
        while (!stop.get()) {
            UUID first = UUID.randomUUID();
            UUID second = UUID.randomUUID();
            AppendRequest request = AppendRequest.builder()
                    .expect(left, ExpectedVersion.exactly(version))
                    .expect(right, ExpectedVersion.exactly(version))
                    .append(new NewEvent(left, EventId.of(first), new Deposited(1), EventMetadata.empty()))
                    .append(new NewEvent(right, EventId.of(second), new Deposited(-1), EventMetadata.empty()))
                    .build();
            try {
                version = store.append(request).versions().getOrDefault(left, -1L);
                acknowledged.add(first);
                acknowledged.add(second);
                progress.incrementAndGet();
            } catch (RuntimeException e) {
                refused.add(e);
                return;
            }
        }
    }

    /**
     * Ends backends of the lanes, each at a random moment of its work. In between something must get through: a store
     * whose every attempt is ended may give up.
     */
    private static int terminateLanes(String url, AtomicInteger progress, Queue<RuntimeException> refused)
            throws SQLException {
        int ended = 0;
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement terminate = connection.prepareStatement("""
                        SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM (
                            SELECT pid FROM pg_stat_activity
                            WHERE datname = current_database() AND query LIKE '%eventcore_append%'
                              AND pid <> pg_backend_pid() AND state = 'active'
                            LIMIT 1) AS lane""")) {
            while (ended < TERMINATIONS && refused.isEmpty()) {
                int before = progress.get();
                await().until(() -> progress.get() > before + WRITERS || !refused.isEmpty());
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MILLISECONDS.toNanos(20)));
                try (ResultSet result = terminate.executeQuery()) {
                    result.next();
                    ended += result.getInt(1);
                }
            }
        }
        return ended;
    }

    private static Set<UUID> storedIds(String url) throws SQLException {
        Set<UUID> ids = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT event_id FROM events")) {
            while (result.next()) {
                ids.add(result.getObject(1, UUID.class));
            }
        }
        return ids;
    }
}
