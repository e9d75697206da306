package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.projections.JdbcProjection;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands on the search path of a pooled connection, the store's statements and functions mean its own tables. */
@ExtendWith(TestPostgresExtension.class)
class ShadowedNamesTest {

    private static final int CONNECTIONS = 6;

    private static final StreamId ALICE = StreamId.of("alice");

    private static final List<String> TABLES = List.of(
            "eventcore_schema",
            "event_streams",
            "events",
            "executed_commands",
            "projections",
            "projection_checkpoints",
            "projection_leases",
            "projection_instances",
            "dead_letters",
            "stream_snapshots");

    static List<String> shadows() {
        StringBuilder temporaryTables = new StringBuilder();
        StringBuilder otherSchema = new StringBuilder("CREATE SCHEMA IF NOT EXISTS first;");
        for (String table : TABLES) {
            temporaryTables.append(
                    "CREATE TEMP TABLE IF NOT EXISTS " + table + " (LIKE public." + table + " INCLUDING ALL);");
            if (!table.equals("eventcore_schema")) { // with that one, it would be a store of its own
                otherSchema.append(
                        "CREATE TABLE IF NOT EXISTS first." + table + " (LIKE public." + table + " INCLUDING ALL);");
            }
        }
        otherSchema.append("""
                CREATE SEQUENCE IF NOT EXISTS first.projection_tokens_seq;
                CREATE OR REPLACE FUNCTION first.eventcore_fence_key() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
                CREATE OR REPLACE FUNCTION first.eventcore_head() RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
                CREATE OR REPLACE FUNCTION first.eventcore_segment(text, integer) RETURNS integer LANGUAGE sql
                    AS 'SELECT 99';
                SET search_path = first, public""");
        return List.of(
                temporaryTables.toString(),
                otherSchema.toString(),
                "CREATE TEMP TABLE IF NOT EXISTS text (a integer); CREATE TEMP TABLE IF NOT EXISTS uuid (a integer);"
                        + " CREATE TEMP TABLE IF NOT EXISTS jsonb (a integer);"
                        + " CREATE TEMP TABLE IF NOT EXISTS regclass (a integer);"
                        + " CREATE TEMP TABLE IF NOT EXISTS pg_locks (a integer)");
    }

    static List<String> shadowsOfAStoreThatIsOpen() {
        List<String> all = new ArrayList<>(shadows());
        all.add("CREATE SCHEMA IF NOT EXISTS empty; SET search_path = empty");
        return all;
    }

    @ParameterizedTest
    @MethodSource("shadowsOfAStoreThatIsOpen")
    void nothingThatComesOntoTheConnectionsOfAnOpenStoreTakesThePlaceOfItsTables(String shadow, TestPostgres postgres)
            throws Exception {
        String url = postgres.newDatabase();
        try (HikariDataSource own = connections(url);
                PostgresEventStore store = open(own)) {
            store.initialize();
            store.append(AppendRequest.to(ALICE, ExpectedVersion.noStream(), new Deposited(1)));
            shadowEachConnection(own, shadow);

            exercise(store);
        }
        assertThat(Sql.query(url, "SELECT count(*) FROM public.events")).isEqualTo("3");
    }

    @ParameterizedTest
    @MethodSource("shadows")
    void nothingThatIsOnTheConnectionsBeforeTheStoreOpensTakesThePlaceOfItsTables(String shadow, TestPostgres postgres)
            throws Exception {
        String url = postgres.newDatabase();
        try (HikariDataSource own = connections(url)) {
            try (PostgresEventStore store = open(own)) {
                store.initialize();
                store.append(AppendRequest.to(ALICE, ExpectedVersion.noStream(), new Deposited(1)));
            }
            shadowEachConnection(own, shadow);
            try (PostgresEventStore store = open(own)) {
                exercise(store);
            }
        }
        assertThat(Sql.query(url, "SELECT count(*) FROM public.events")).isEqualTo("3");
    }

    private static HikariDataSource connections(String url) {
        HikariDataSource own = new HikariDataSource();
        own.setJdbcUrl(url);
        own.setMaximumPoolSize(CONNECTIONS);
        own.setMinimumIdle(CONNECTIONS);
        own.setMaxLifetime(0);
        return own;
    }

    private static PostgresEventStore open(HikariDataSource own) {
        return PostgresEventStore.create(PostgresConfig.of(own), EventTypes.of(Deposited.class));
    }

    /** Lanes give theirs back after a few seconds without work. */
    private static void shadowEachConnection(HikariDataSource own, String shadow) throws SQLException {
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                Connection connection = own.getConnection();
                all.add(connection);
                Sql.execute(connection, shadow);
            }
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
    }

    /** A bit of everything that a store does. */
    private static void exercise(PostgresEventStore store) {
        assertThat(store.healthCheck(Duration.ofMinutes(1)).problems()).isEmpty();
        store.append(AppendRequest.to(ALICE, ExpectedVersion.exactly(1), new Deposited(2)));
        ExecutionOptions options = ExecutionOptions.defaults().withCommandId(UUID.randomUUID());
        CommandExecutor executor = PatientWaits.executor(store);
        ExecutionResult first = executor.execute(new Deposit(List.of(ALICE)), options);
        ExecutionResult second = executor.execute(new Deposit(List.of(ALICE)), options);

        assertThat(second.repeated()).isTrue();
        assertThat(second.position()).isEqualTo(first.position());
        assertThat(store.read(ALICE)).hasSize(3);
        assertThat(store.feed().head()).isGreaterThanOrEqualTo(3);
        assertThat(store.feed().read(0, EventFilter.all(), 10).events()).hasSize(3);

        AtomicInteger applied = new AtomicInteger();
        try (ProjectionRunner runner = new ProjectionRunner(store, new Counting(applied, ""))) {
            runner.runUntilCaughtUp();
        }
        assertThat(applied).hasValue(3);
    }

    @Test
    void aTemporaryTableOfAProjectionDoesNotCaptureTheNextAppend(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresConfig config =
                PostgresConfig.builder(url).maxConnections(3).minConnections(0).build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class))) {
            store.initialize();
            store.append(AppendRequest.to(ALICE, ExpectedVersion.noStream(), new Deposited(1)));
            AtomicInteger applied = new AtomicInteger();
            try (ProjectionRunner runner = new ProjectionRunner(store, new Counting(applied, """
                    CREATE TEMP TABLE events (LIKE public.events INCLUDING ALL);
                    CREATE TEMP TABLE event_streams (LIKE public.event_streams INCLUDING ALL)"""))) {
                runner.runUntilCaughtUp();
            }
            assertThat(applied).hasValue(1);
            for (int i = 1; i < 6; i++) {
                store.append(AppendRequest.to(ALICE, ExpectedVersion.exactly(i), new Deposited(i)));
            }
            assertThat(store.read(ALICE)).hasSize(6);
        }
        assertThat(Sql.query(url, "SELECT count(*) FROM public.events")).isEqualTo("6");
    }

    @Test
    void everyFunctionHasItsSearchPathFixedOrNamesEverythingInFull(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class))) {
            store.initialize();
        }
        assertThat(Sql.query(url, """
                SELECT coalesce(string_agg(p.proname, ', '), 'none') FROM pg_proc p
                WHERE p.proname LIKE 'eventcore\\_%'
                  AND NOT coalesce(p.proconfig::text LIKE '%search_path=public, pg_temp%', false)
                  AND p.proname NOT IN ('eventcore_fence_key', 'eventcore_segment')""")).isEqualTo("none");
    }

    /** Counts what it gets, and does something besides. */
    private record Counting(AtomicInteger applied, String besides) implements JdbcProjection<Deposited> {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public void apply(StoredEvent<Deposited> event, Connection connection) throws SQLException {
            applied.incrementAndGet();
            if (!besides.isEmpty()) {
                Sql.execute(connection, besides);
            }
        }
    }
}
