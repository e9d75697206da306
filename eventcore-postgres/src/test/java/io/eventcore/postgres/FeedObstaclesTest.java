package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.ConfigurationException;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.StorageException;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops the feed or a projection in the database itself is told, with its remedy; or stops it no longer than a lease. */
@ExtendWith(TestPostgresExtension.class)
class FeedObstaclesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SHORT_LEASE = Duration.ofSeconds(1);
    private static final ProjectionId BALANCES = new ProjectionId("balances", 1);

    private String url;
    private PostgresEventStore store;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        store.initialize();
        store.append(AppendRequest.to(StreamId.of("first"), ExpectedVersion.noStream(), new Deposited(1)));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CACHE 50", "INCREMENT 2", "CYCLE"})
    void aSequenceThatWasAlteredIsToldAtTheStartAndByHealth(String change) throws SQLException {
        Sql.execute(url, "ALTER SEQUENCE events_position_seq " + change);

        assertThatThrownBy(store::initialize)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(change)
                .hasMessageContaining("ALTER SEQUENCE events_position_seq INCREMENT 1 CACHE 1 NO CYCLE");
        assertThat(problems()).singleElement().asString().contains(change).contains("restart every process");

        Sql.execute(url, "ALTER SEQUENCE events_position_seq INCREMENT 1 CACHE 1 NO CYCLE");
        store.initialize();
        assertThat(problems()).isEmpty();
    }

    /** Appends get free numbers that all projections have passed. */
    @Test
    void aSequenceThatWasSetBackIsToldAndStopsTheFeed() throws SQLException {
        Sql.execute(url, "SELECT setval('events_position_seq', 100)");
        store.append(AppendRequest.to(StreamId.of("later"), ExpectedVersion.noStream(), new Deposited(1)));
        assertThat(problems()).isEmpty();

        Sql.execute(url, "SELECT setval('events_position_seq', 49)");

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("set back to 49")
                .contains("setval");
        assertThatThrownBy(() -> store.feed().read(101, EventFilter.all(), 10))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("set back");
        Sql.execute(url, "SELECT setval('events_position_seq', max(position)) FROM events");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aSegmentChangesItsOwnerAlsoIfTheTokensWereSetBack() throws Exception {
        Lease first = Leased.open(store.projections(), "totals");
        store.projections().leave(first.projection(), first.owner());
        Sql.execute(url, "SELECT setval('projection_tokens_seq', 1, false)");

        Lease second = store.projections()
                .lease(first.projection(), "another", SHORT_LEASE)
                .held()
                .get(0);

        assertThat(second.token()).isGreaterThan(first.token());
        assertThatCode(() -> store.projections().open(second, ProjectionStore.NOTHING, ProjectionStore.NOTHING))
                .doesNotThrowAnyException();
    }

    @Test
    void anAppendThatDoesNotEndIsNamedWithItsSession() throws SQLException {
        try (Connection slow = DriverManager.getConnection(url)) {
            slow.setAutoCommit(false);
            Sql.execute(slow, "SET application_name = 'nightly-import'");
            Sql.execute(slow, "SELECT pg_advisory_xact_lock_shared(eventcore_fence_key())");
            Sql.execute(slow, "LOCK TABLE events IN ROW EXCLUSIVE MODE");

            await().atMost(PATIENCE).until(() -> !problems().isEmpty());

            assertThat(problems())
                    .singleElement()
                    .asString()
                    .contains("holds the feed back after position 1")
                    .contains("nightly-import", "idle in transaction", "pg_terminate_backend(");
        }
        await().atMost(PATIENCE).until(() -> problems().isEmpty());
    }

    @Test
    void anotherUsersAdvisoryLockIsNoObstacle() throws SQLException {
        try (Connection other = DriverManager.getConnection(url)) {
            Sql.execute(other, "SELECT pg_advisory_lock(eventcore_fence_key())");

            store.append(AppendRequest.to(StreamId.of("second"), ExpectedVersion.noStream(), new Deposited(1)));

            assertThat(store.feed().read(0, io.eventcore.EventFilter.all(), 10).events())
                    .hasSize(2);
        }
    }

    /** As after a fail-over to a server whose clock is behind, or a clock that was set back. */
    @ParameterizedTest
    @ValueSource(strings = {"'1 hour'", "'100 years'"})
    void aDeadOwnersLeaseFromTheFutureIsTakenOverWhenALeaseHasPassed(String ahead) throws SQLException {
        store.projections().register(BALANCES, 2, 0);
        assertThat(lease("dead")).hasSize(2);
        Sql.execute(url, "UPDATE projection_leases SET leased_until = clock_timestamp() + interval " + ahead);
        Sql.execute(url, "UPDATE projection_instances SET seen_until = clock_timestamp() + interval " + ahead);

        assertThat(problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("projection balances v1", "'dead'"));
        assertThat(lease("alive")).as("its owner may live").isEmpty();

        await().atMost(PATIENCE).until(() -> lease("alive").size() == 2);
        assertThat(problems()).isEmpty();
    }

    @Test
    void anOwnerThatLivesKeepsItsLeaseWhenTheClockGoesBack() throws SQLException {
        store.projections().register(BALANCES, 1, 0);
        List<Lease> held = lease("alive");
        Sql.execute(url, "UPDATE projection_leases SET leased_until = clock_timestamp() + interval '1 hour'");
        Sql.execute(url, "UPDATE projection_instances SET seen_until = clock_timestamp() + interval '1 hour'");

        assertThat(lease("other")).isEmpty();
        assertThat(lease("alive")).isEqualTo(held);
    }

    private List<Lease> lease(String instance) {
        return store.projections().lease(BALANCES, instance, SHORT_LEASE).held();
    }

    private List<String> problems() {
        return store.healthCheck(PATIENCE).problems();
    }
}
