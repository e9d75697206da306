package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.ConfigurationException;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.EventReference;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.Lease;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the application's role may not do, and what it is told when it would have to. */
@ExtendWith({TestPostgresExtension.class, TestRolesExtension.class})
class LeastRightsTest {

    private TestRoles roles;
    private String url;

    @BeforeEach
    void take(TestPostgres postgres, TestRoles shared) {
        roles = shared;
        url = postgres.newDatabase();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE events SET event_type = 'x'",
                "DELETE FROM events",
                "TRUNCATE events",
                "DROP TABLE events",
                "ALTER TABLE events DISABLE TRIGGER events_are_immutable",
                "ALTER TABLE events ADD COLUMN more text",
                "SET session_replication_role = replica",
                "INSERT INTO events (position, event_id, stream_id, stream_version, event_type, event_data)"
                        + " OVERRIDING SYSTEM VALUE VALUES (7, gen_random_uuid(), 'a', 1, 'x', '{}')",
                "INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data, created_at)"
                        + " VALUES (gen_random_uuid(), 'a', 1, 'x', '{}', '2001-01-01')",
                "SELECT nextval('events_position_seq')",
                "SELECT setval('events_position_seq', 1)",
                "BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE",
                "DELETE FROM executed_commands",
                "UPDATE executed_commands SET versions = '{}'",
                "UPDATE event_streams SET stream_id = 'x'",
                "DELETE FROM event_streams",
                "TRUNCATE event_streams",
                "TRUNCATE projection_checkpoints",
                "SELECT setval('projection_tokens_seq', 1)",
                "ALTER TABLE projections ADD COLUMN more text",
                "INSERT INTO eventcore_schema (version, file) VALUES (99, 'x')",
                "DROP FUNCTION eventcore_append",
                "DROP TABLE event_streams",
                "CREATE TABLE mine (id integer)",
                "CREATE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "CREATE SCHEMA mine"
            })
    void theApplicationHasNoRightToDoMore(String statement) throws SQLException {
        roles.prepare(url);

        assertThatThrownBy(() -> Sql.execute(roles.applicationUrl(url), statement))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42501"));
    }

    @Test
    void theApplicationWorksInASchemaOfItsOwn() throws SQLException {
        roles.admitOwner(url);
        PostgresConfig owner =
                PostgresConfig.builder(roles.ownerUrl(url)).schema("Team_A").build();
        PostgresConfig application = PostgresConfig.builder(roles.applicationUrl(url))
                .schema("Team_A")
                .build();
        open(owner).close();
        Sql.execute(
                JdbcUrl.parse(roles.ownerUrl(url))
                        .with("currentSchema", "\"Team_A\"")
                        .toString(),
                roles.grants());

        try (PostgresEventStore store = open(application)) {
            store.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.noStream(), new Deposited(1)));

            assertThat(store.feed().read(0, EventFilter.all(), 10).events()).hasSize(1);
        }
    }

    @Test
    void anApplicationThatFindsNoTablesIsToldWhoMakesThem() {
        assertThatThrownBy(() -> open(PostgresConfig.of(roles.applicationUrl(url))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("call initialize() as their owner");
    }

    @Test
    void anApplicationThatFindsOlderTablesIsToldWhoChangesThem() throws SQLException {
        roles.prepare(url);
        Sql.execute(url, "DELETE FROM eventcore_schema WHERE version = (SELECT max(version) FROM eventcore_schema)");

        assertThatThrownBy(() -> open(PostgresConfig.of(roles.applicationUrl(url))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("call initialize() as their owner");
    }

    private static PostgresEventStore open(PostgresConfig config) {
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        try {
            store.initialize();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** The session is set back after the work, as far as the application may. */
    @Test
    void theWorkOfAProjectionMaySetWhatItLikesAndPutEventsAside(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        roles.prepare(url);
        try (PostgresEventStore store = PostgresEventStore.create(
                PostgresConfig.of(roles.applicationUrl(url)), EventTypes.of(Deposited.class))) {
            Lease lease = Leased.open(store.projections(), "sets");

            store.projections().advance(lease, 0, 1, unit -> {
                Sql.execute(unit.unwrap(Connection.class), "SET LOCAL statement_timeout = 7000");
                unit.parkBehind(new EventReference(1, EventId.random(), StreamId.of("a"), 1, "deposited"));
            });
            store.projections().advance(lease, 1, 2, unit -> {
                Sql.execute(unit.unwrap(Connection.class), "SET TIME ZONE 'Asia/Tokyo'");
                unit.unpark(1);
            });

            assertThat(Leased.position(store.projections(), "sets")).isEqualTo(2);
            assertThat(store.projections().deadLetters().list(lease.projection(), 0, 10))
                    .isEmpty();
        }
    }
}
