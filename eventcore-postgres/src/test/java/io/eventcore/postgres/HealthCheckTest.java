package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.EventTypes;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store tells the truth about itself, in time and without an exception. */
@ExtendWith(TestPostgresExtension.class)
class HealthCheckTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** The time-out, and what a busy machine may add to it. */
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    @Test
    void aStoreThatCanWorkIsHealthy(TestPostgres postgres) {
        try (PostgresEventStore store = open(postgres.newDatabase())) {
            Instant before = Instant.now();

            HealthReport report = store.healthCheck();

            assertThat(report.problems()).isEmpty();
            assertThat(report.healthy()).isTrue();
            assertThat(report.poolClosed()).isFalse();
            assertThat(report.pool().currentConnections()).isPositive();
            assertThat(report.schema().orElseThrow().complete()).isTrue();
            assertThat(report.queryLatency().orElseThrow()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(2));
            assertThat(report.serverVersion()).contains(postgres.serverVersion());
            assertThat(report.readOnly()).isFalse();
            assertThat(report.checkedAt()).isBetween(before, Instant.now());
        }
    }

    @Test
    void withoutTheTablesAStoreSaysToCallInitialize(TestPostgres postgres) {
        PostgresConfig config = PostgresConfig.of(postgres.newDatabase());
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class))) {
            HealthReport report = store.healthCheck();

            assertThat(report.healthy()).isFalse();
            assertThat(report.problems()).singleElement().asString().contains("call initialize()");
            assertThat(report.schema().orElseThrow().version()).isZero();
            assertThat(report.schema().orElseThrow().complete()).isFalse();
            assertThat(report.queryLatency()).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DROP TABLE projection_checkpoints                      | table projection_checkpoints
            DROP TABLE events CASCADE                              | table events
            DROP TABLE event_streams                               | table event_streams
            ALTER FUNCTION eventcore_append RENAME TO put_aside    | function eventcore_append
            ALTER FUNCTION eventcore_feed_page RENAME TO put_aside | function eventcore_feed_page
            ALTER FUNCTION eventcore_lease RENAME TO put_aside     | function eventcore_lease
            DROP TABLE dead_letters                                | table dead_letters
            ALTER FUNCTION eventcore_fence_key RENAME TO put_aside | function eventcore_fence_key
            DROP FUNCTION eventcore_refuse_change CASCADE          | trigger events_are_immutable
            DROP TRIGGER events_are_immutable ON events            | trigger events_are_immutable
            ALTER TABLE events DISABLE TRIGGER ALL                 | trigger events_are_immutable
            """)
    void whatSomebodyRemovedIsNamed(String damage, String missing, TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(url)) {
            Sql.execute(url, damage);

            HealthReport report = store.healthCheck();

            assertThat(report.healthy()).isFalse();
            assertThat(report.schema().orElseThrow().missing()).contains(missing);
            assertThat(report.problems()).singleElement().asString().contains(missing);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'INSERT INTO eventcore_schema (version, file) VALUES (99, ''later'')', use a newer EventCore",
        "DELETE FROM eventcore_schema WHERE version > 1, call initialize()"
    })
    void aSchemaOfAnotherVersionIsAProblem(String change, String advice, TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(url)) {
            Sql.execute(url, change);

            assertThat(store.healthCheck().problems())
                    .singleElement()
                    .asString()
                    .contains(advice);
        }
    }

    @Test
    void theSchemaNeedsEveryTableFunctionAndTriggerThatInitializeCreates(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        open(url).close();
        String created = Sql.query(url, """
                SELECT string_agg(thing, ', ' ORDER BY thing) FROM (
                    SELECT 'table ' || relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                    UNION SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
                    UNION SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
                ) AS all_things (thing)""");
        Sql.execute(url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class))) {
            assertThat(store.healthCheck().schema().orElseThrow().missing())
                    .containsExactlyInAnyOrder(created.split(", "));
        }
    }

    @Test
    void aDatabaseThatTakesNoWritesIsAProblem(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        open(url).close();
        Sql.execute(
                url,
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',"
                        + " current_database()); END $$");
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class))) {
            HealthReport report = store.healthCheck();

            assertThat(report.readOnly()).isTrue();
            assertThat(report.healthy()).isFalse();
            assertThat(report.problems()).singleElement().asString().contains("default_transaction_read_only");
        }
    }

    @Test
    void aClosedStoreIsUnhealthy(TestPostgres postgres) {
        PostgresEventStore store = open(postgres.newDatabase());
        store.close();

        HealthReport report = inTime(store::healthCheck);

        assertThat(report.healthy()).isFalse();
        assertThat(report.poolClosed()).isTrue();
        assertThat(report.problems()).containsExactly("The store was closed: create a new one.");
    }

    @Test
    void aPoolThatIsExhaustedIsAProblemAndThenNoneAnyMore(TestPostgres postgres) {
        PostgresConfig config =
                PostgresConfig.builder(postgres.newDatabase()).maxConnections(3).build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
                HeldConnections held = new HeldConnections(store, 3)) {
            HealthReport report = inTime(() -> store.healthCheck(TIMEOUT));

            assertThat(report.healthy()).isFalse();
            assertThat(report.problems())
                    .singleElement()
                    .asString()
                    .contains("No connection became free within 1000 ms: all 3 are in use", "raise maxConnections");
            assertThat(report.queryLatency()).isEmpty();

            held.release();
            await().until(() -> store.healthCheck().healthy());
        }
    }

    @Test
    void aPoolThatGivesUpBeforeTheCheckIsAProblemToo(TestPostgres postgres) {
        PostgresConfig config = PostgresConfig.builder(postgres.newDatabase())
                .maxConnections(3)
                .connectTimeout(Duration.ofSeconds(3))
                .build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
                HeldConnections held = new HeldConnections(store, 3)) {
            assertThat(store.healthCheck(Duration.ofSeconds(20)).problems())
                    .singleElement()
                    .asString()
                    .contains("all 3 connections of the pool are in use", "Raise maxConnections");
            held.release();
        }
    }

    @Test
    @Timeout(120)
    void aServerThatStoppedIsAProblem() {
        TestPostgres own = TestPostgres.builder().embedded().start();
        PostgresConfig config = PostgresConfig.builder(own.newDatabase())
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class))) {
            store.initialize();
            assertThat(store.healthCheck().healthy()).isTrue();
            own.close();

            for (int i = 0; i < 5; i++) {
                HealthReport report = inTime(() -> store.healthCheck(TIMEOUT));
                assertThat(report.healthy()).isFalse();
                assertThat(report.problems())
                        .singleElement()
                        .asString()
                        .contains("PostgreSQL")
                        .contains("heck that the server runs");
            }
        } finally {
            own.close();
        }
    }

    @Test
    @Timeout(60)
    void aNetworkThatSwallowsEverythingIsAProblemInTime(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        open(url).close();
        try (SilencedLine line = SilencedLine.to(url)) {
            PostgresConfig config =
                    PostgresConfig.builder(line.url()).queryTimeout(null).build();
            try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class))) {
                assertThat(store.healthCheck().healthy()).isTrue();
                line.silence();

                for (int i = 0; i < 100; i++) {
                    Duration timeout = Duration.ofMillis(i == 0 ? 300 : 5);
                    HealthReport report = inTime(() -> store.healthCheck(timeout));
                    assertThat(report.healthy()).isFalse();
                    assertThat(report.problems()).singleElement().asString().contains("heck that the server runs");
                }
                // The look that got stuck ends by itself, also where queries have no time-out, and says why.
                await().atMost(Duration.ofMinutes(2))
                        .until(() ->
                                store.healthCheck(TIMEOUT).problems().toString().contains("cannot be reached"));
            }
        }
    }

    @Test
    void anInterruptedCallerGetsAReportAndStaysInterrupted(TestPostgres postgres) throws Exception {
        try (PostgresEventStore store = open(postgres.newDatabase())) {
            CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
            CompletableFuture<HealthReport> report = new CompletableFuture<>();
            new Thread(() -> {
                        Thread.currentThread().interrupt();
                        report.complete(store.healthCheck());
                        stillInterrupted.complete(Thread.currentThread().isInterrupted());
                    })
                    .start();

            assertThat(report.get(5, TimeUnit.MINUTES).problems())
                    .singleElement()
                    .asString()
                    .contains("The check was interrupted");
            assertThat(stillInterrupted.get(5, TimeUnit.MINUTES)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S", "PT2562047788015215H"})
    void anyTimeoutGetsAReport(Duration timeout, TestPostgres postgres) {
        try (PostgresEventStore store = open(postgres.newDatabase())) {
            assertThat(store.healthCheck(timeout).healthy()).isEqualTo(timeout.compareTo(Duration.ZERO) > 0);
        }
    }

    private static HealthReport inTime(Supplier<HealthReport> check) {
        long start = System.nanoTime();
        HealthReport report = check.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
        return report;
    }

    private static PostgresEventStore open(String url) {
        PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }
}
