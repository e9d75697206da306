package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.EventTypes;
import io.eventcore.Lease;
import io.eventcore.ProjectionStore;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a projection has set in its session meets nobody who gets the connection next. */
@ExtendWith(TestPostgresExtension.class)
class SessionAfterWorkTest {

    /** All that a session remembers, as text. PL/pgSQL adds its own settings when it is used. */
    private static final String LOOK = """
            SELECT concat_ws('|',
                current_user, session_user, current_setting('search_path'), current_setting('app.tenant', true),
                (SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_settings
                 WHERE name NOT LIKE 'transaction%' AND name NOT LIKE 'plpgsql%'),
                (SELECT count(*) FROM pg_listening_channels()),
                (SELECT count(*) FROM pg_class WHERE relpersistence = 't'),
                (SELECT count(*) FROM pg_cursors WHERE is_holdable),
                (SELECT count(*) FROM pg_prepared_statements WHERE from_sql),
                (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()))""";

    private String url;
    private PostgresEventStore store;
    private Lease lease;

    @BeforeEach
    void open(TestPostgres postgres) throws Exception {
        url = postgres.newDatabase();
        // One for the lane that never works here, one for the work.
        store = PostgresEventStore.create(
                PostgresConfig.builder(url)
                        .appendLanes(1)
                        .maxConnections(2)
                        .minConnections(1)
                        .build(),
                EventTypes.of(Deposited.class));
        store.initialize();
        lease = Leased.open(store.projections(), "sets");
        Sql.execute(url, "CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.projection_checkpoints (x int)");
        Sql.execute(url, """
                CREATE FUNCTION hidden() RETURNS void LANGUAGE plpgsql AS $$
                BEGIN
                    SET search_path = elsewhere;
                    PERFORM pg_advisory_lock(77);
                    SET synchronous_commit = off;
                    SET statement_timeout = 77;
                END $$""");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path = elsewhere",
                "SET search_path = elsewhere; SET LOCAL search_path = \"$user\", public",
                "SET SESSION search_path TO elsewhere",
                "SELECT set_config('search_path', 'elsewhere', false)",
                "SET ROLE pg_monitor",
                "SET SESSION AUTHORIZATION pg_monitor",
                "SET TIME ZONE 'Asia/Tokyo'",
                "SET timezone = 'Asia/Tokyo'",
                "SET statement_timeout = 77",
                "SET lock_timeout = 77",
                "SET idle_in_transaction_session_timeout = 7777",
                "SET synchronous_commit = off",
                "SET session_replication_role = replica",
                "SET default_transaction_read_only = on",
                "SET app.tenant = 'seven'",
                "SET geqo = off",
                "RESET ALL",
                "LISTEN something",
                "CREATE TEMP TABLE events AS SELECT 1 AS x",
                "CREATE TEMP TABLE projection_checkpoints (x int)",
                "SELECT pg_advisory_lock(77), pg_advisory_lock_shared(78)",
                "PREPARE something AS SELECT 1",
                "DECLARE something CURSOR WITH HOLD FOR SELECT 1",
                "SELECT hidden()"
            })
    void nothingOfItOutlivesTheTransaction(String sql) throws Exception {
        List<String> before = look(lease, 0);

        store.projections().advance(lease, 1, 2, unit -> Sql.execute(unit.unwrap(Connection.class), sql));

        assertThat(Leased.position(store.projections(), "sets")).isEqualTo(2);
        assertThat(look(lease, 2)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path = elsewhere",
                "SELECT hidden()",
                "PREPARE something AS SELECT 1",
                "LISTEN something"
            })
    void norWhenItIsUndone(String sql) throws Exception {
        List<String> before = look(lease, 0);

        assertThatThrownBy(() -> store.projections().advance(lease, 1, 2, unit -> {
                    Sql.execute(unit.unwrap(Connection.class), sql);
                    throw new IllegalStateException("no more of this");
                }))
                .hasMessage("no more of this");

        assertThat(look(lease, 1)).isEqualTo(before);
    }

    @Test
    void norOfThePreparation() throws Exception {
        List<String> before = look(lease, 0);

        store.projections()
                .open(
                        lease,
                        unit -> Sql.execute(unit.unwrap(Connection.class), "SET search_path = elsewhere"),
                        ProjectionStore.NOTHING);

        assertThat(look(lease, 1)).isEqualTo(before);
    }

    @Test
    void deadLettersAreWrittenToTheStoresOwnTable() throws Exception {
        Sql.execute(url, "CREATE TABLE elsewhere.dead_letters (LIKE public.dead_letters)");

        store.projections().advance(lease, 0, 1, unit -> {
            Sql.execute(unit.unwrap(Connection.class), "SET search_path = elsewhere");
            unit.parkBehind(new io.eventcore.EventReference(
                    1, io.eventcore.EventId.random(), io.eventcore.StreamId.of("a"), 1, "deposited"));
        });

        assertThat(Sql.query(url, "SELECT count(*) FROM public.dead_letters")).isEqualTo("1");
    }

    /** What the store's sessions are like; each is looked at by a batch of its own. */
    private List<String> look(Lease holder, long from) throws Exception {
        List<String> seen = new ArrayList<>();
        store.projections().advance(holder, from, from + 1, unit -> {
            try (Statement statement = unit.unwrap(Connection.class).createStatement();
                    ResultSet row = statement.executeQuery(LOOK)) {
                row.next();
                seen.add(row.getString(1));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        return seen;
    }
}
