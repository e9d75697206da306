package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventcore.EventTypes;
import io.eventcore.postgres.internal.sql.ConnectionSource;
import io.eventcore.postgres.internal.sql.LogWatch;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pool's figures: each moves when it must. */
@ExtendWith(TestPostgresExtension.class)
class PoolMetricsTest {

    /** Long enough for five connections on a busy machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    @Test
    void aPoolOfFiveSaturatedByAHundredTasksMovesEveryFigure(TestPostgres postgres) throws Exception {
        PostgresConfig config = PostgresConfig.builder(postgres.newDatabase())
                .maxConnections(5)
                .minConnections(1)
                .connectTimeout(TIMEOUT)
                .build();
        PoolWatch watch = new PoolWatch(new LogWatch());
        CountDownLatch release = new CountDownLatch(1);
        List<Thread> tasks = new ArrayList<>();
        try (Pool pool = (Pool) config.open(watch)) {
            PoolMetrics before = watch.read();
            assertThat(before.currentConnections()).isEqualTo(1);
            assertThat(before.maxConnections()).isEqualTo(5);
            assertThat(before.utilizationPercent()).isZero();
            assertThat(before.averageAcquisitionTime()).isZero();
            assertThat(before.connectionsCreated()).isEqualTo(1);
            assertThat(before.healthy()).isTrue();

            for (int i = 0; i < 100; i++) {
                Thread task = new Thread(() -> holdConnection(pool, release));
                task.start();
                tasks.add(task);
            }
            await().untilAsserted(() -> {
                PoolMetrics saturated = watch.read();
                assertThat(saturated.currentConnections()).isEqualTo(5);
                assertThat(saturated.activeConnections()).isEqualTo(5);
                assertThat(saturated.idleConnections()).isZero();
                assertThat(saturated.waitingCallers()).isEqualTo(95);
                assertThat(saturated.utilizationPercent()).isEqualTo(100.0);
                assertThat(saturated.connectionsCreated()).isEqualTo(5);
                assertThat(saturated.healthy()).isFalse();
            });

            await().until(() -> watch.read().connectionTimeouts() == 95);
            assertThat(watch.acquisitions().count()).isEqualTo(100);
            assertThat(watch.read().averageAcquisitionTime())
                    .isBetween(
                            TIMEOUT.multipliedBy(9).dividedBy(10), watch.read().maximumAcquisitionTime());
            assertThat(watch.read().maximumAcquisitionTime()).isGreaterThanOrEqualTo(TIMEOUT);
            assertThat(watch.read().waitingCallers()).isZero();

            release.countDown();
            await().untilAsserted(() -> {
                PoolMetrics after = watch.read();
                assertThat(after.activeConnections()).isZero();
                assertThat(after.idleConnections()).isEqualTo(5);
                assertThat(after.utilizationPercent()).isZero();
                assertThat(after.healthy()).isTrue();
            });

            pool.hikari().getHikariPoolMXBean().softEvictConnections();
            await().until(() -> watch.read().connectionsClosed() == 5);
            assertThat(watch.read().peakConnections()).isGreaterThanOrEqualTo(5);
            assertThat(watch.read().connectionErrors()).isZero();
            assertThat(watch.read().lastUpdated()).isBetween(before.lastUpdated(), Instant.now());
        } finally {
            release.countDown();
            for (Thread task : tasks) {
                task.join();
            }
        }
        assertThat(watch.read().healthy()).isFalse();
        assertThat(watch.read().currentConnections()).isZero();
        await().until(() -> watch.read().connectionsClosed() == watch.read().connectionsCreated());
    }

    @Test
    void thePeakIsKnownAlthoughNobodyLookedAtThatMoment(TestPostgres postgres) throws SQLException {
        PostgresConfig config = PostgresConfig.builder(postgres.newDatabase())
                .maxConnections(4)
                .minConnections(0)
                .build();
        PoolWatch watch = new PoolWatch(new LogWatch());
        try (Pool pool = (Pool) config.open(watch)) {
            List<Connection> held = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                held.add(pool.open());
            }
            for (Connection connection : held) {
                connection.close();
            }
            pool.hikari().getHikariPoolMXBean().softEvictConnections();
            await().until(() -> pool.hikari().getHikariPoolMXBean().getTotalConnections() == 0);

            assertThat(watch.read().peakConnections()).isEqualTo(4);
            assertThat(watch.read().currentConnections()).isZero();
        }
    }

    @Test
    void attemptsThatFailAreCountedUntilOneSucceeds(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        String database = Sql.query(url, "SELECT current_database()");
        PoolWatch watch = new PoolWatch(new LogWatch());
        try (Pool pool = (Pool) PostgresConfig.of(url).open(watch)) {
            Sql.execute(postgres.url(), "ALTER DATABASE " + database + " WITH ALLOW_CONNECTIONS false");
            pool.hikari().getHikariPoolMXBean().softEvictConnections();

            await().until(() -> watch.read().connectionErrors() > 0);
            assertThat(watch.read().healthy()).isFalse();

            Sql.execute(postgres.url(), "ALTER DATABASE " + database + " WITH ALLOW_CONNECTIONS true");
            await().until(() -> watch.read().healthy());
        }
    }

    @Test
    void aConnectionThatTheServerEndedCountsAsClosed(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        PoolWatch watch = new PoolWatch(new LogWatch());
        try (Pool pool = (Pool) PostgresConfig.of(url).open(watch);
                Connection connection = pool.open()) {
            long closed = watch.read().connectionsClosed();
            Sql.execute(url, """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()""");

            assertThat(breaks(connection)).isTrue();

            assertThat(watch.read().connectionsClosed()).isGreaterThan(closed);
            await().until(() -> watch.read().activeConnections() == 0);
        }
    }

    @Test
    void aStoreAnswersWithItsFiguresAlsoWhenItIsClosed(TestPostgres postgres) {
        PostgresConfig config = PostgresConfig.of(postgres.newDatabase());
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        try (store) {
            store.initialize();
            assertThat(store.poolMetrics().currentConnections()).isPositive();
            assertThat(store.poolMetrics().maximumAcquisitionTime()).isPositive();
            assertThat(store.poolMetrics().healthy()).isTrue();
        }
        assertThat(store.poolMetrics().currentConnections()).isZero();
        assertThat(store.poolMetrics().healthy()).isFalse();
    }

    @Test
    void withoutAPoolEveryFigureIsZero() {
        PoolMetrics metrics = new PoolWatch(new LogWatch()).read();

        assertThat(metrics.maxConnections()).isZero();
        assertThat(metrics.utilizationPercent()).isZero();
        assertThat(metrics.healthy()).isTrue();
    }

    @Test
    void ofAPoolOfTheApplicationsOwnTheConnectionsAreKnown(TestPostgres postgres) throws SQLException {
        HikariConfig hikari = new HikariConfig();
        hikari.setJdbcUrl(postgres.newDatabase());
        hikari.setMaximumPoolSize(7);
        PoolWatch watch = new PoolWatch(new LogWatch());
        try (HikariDataSource own = new HikariDataSource(hikari)) {
            ConnectionSource source = PostgresConfig.of(own).open(watch);
            try (Connection connection = source.open()) {
                assertThat(connection.isClosed()).isFalse();
                assertThat(watch.read().activeConnections()).isEqualTo(1);
                assertThat(watch.read().maxConnections()).isEqualTo(7);
                assertThat(watch.read().connectionsCreated()).isZero();
            }
        }
        assertThat(watch.read().healthy()).isFalse();
    }

    private static boolean breaks(Connection connection) {
        try {
            Sql.execute(connection, "SELECT 1");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    private static void holdConnection(Pool pool, CountDownLatch release) {
        try (Connection connection = pool.open()) {
            assertThat(connection.isClosed()).isFalse();
            release.await(1, TimeUnit.MINUTES);
        } catch (SQLException e) {
            // One of the 95 for whom there is none: the figures say how many.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
