package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.ProjectionFailedException;
import io.eventcore.StreamId;
import io.eventcore.projections.FailurePolicy;
import io.eventcore.projections.ProjectionAdmin;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.projections.ProjectionStatus.State;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A projection that breaks its transaction has failed, at the event that did it, and is never told to have caught up. */
@ExtendWith(TestPostgresExtension.class)
class BrokenWorkTest {

    private static final int EVENTS = 6;
    private static final long SICK = 4;

    private String url;
    private PostgresEventStore store;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        store.initialize();
        for (int i = 1; i <= EVENTS; i++) {
            store.append(AppendRequest.to(StreamId.of("account-" + i), ExpectedVersion.noStream(), new Deposited(1)));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** How a transaction comes to be worth nothing, while the projection goes on as if it were. */
    enum Breach implements Misbehaving.Misdeed {
        A_DUPLICATE_KEY_THAT_IS_CAUGHT("had aborted") {
            @Override
            public void on(Connection connection) throws SQLException {
                failQuietly(connection, "INSERT INTO positions VALUES (1)");
            }
        },
        A_MISSING_TABLE_THAT_IS_CAUGHT("had aborted") {
            @Override
            public void on(Connection connection) throws SQLException {
                failQuietly(connection, "SELECT * FROM nowhere");
            }
        },
        A_COMMIT_THAT_IS_CAUGHT("is refused") {
            @Override
            public void on(Connection connection) throws SQLException {
                failQuietly(connection, "COMMIT");
            }
        },
        READ_ONLY_BY_A_FUNCTION("read-only") {
            @Override
            public void on(Connection connection) throws SQLException {
                Sql.execute(connection, "SELECT set_config('transaction_read_only', 'on', true)");
            }
        },
        ITS_OWN_CHECKPOINT("its own checkpoint") {
            @Override
            public void on(Connection connection) throws SQLException {
                Sql.execute(connection, "UPDATE projection_checkpoints SET position = 77");
            }
        };

        private final String told;

        Breach(String told) {
            this.told = told;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEventThatBrokeTheTransactionStopsTheProjection(Breach breach) throws SQLException {
        ProjectionRunner runner = runner(breach, FailurePolicy.stop());

        assertThatThrownBy(runner::runUntilCaughtUp)
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("position 3")
                .hasMessageContaining(breach.told);

        assertThat(runner.status().state()).isEqualTo(State.FAILED);
        assertThat(runner.status().position()).isEqualTo(SICK - 1);
        assertThat(runner.status().lag()).isPositive();
        assertThat(applied()).isEqualTo("{1,2,3}");
        assertThat(checkpoint()).isEqualTo("3");
    }

    @ParameterizedTest
    @EnumSource
    void itAloneIsLeftOut(Breach breach) throws SQLException {
        assertThat(runner(breach, FailurePolicy.skip()).runUntilCaughtUp()).isEqualTo(EVENTS);

        assertThat(applied()).isEqualTo("{1,2,3,5,6}");
        assertThat(checkpoint()).isEqualTo("6");
    }

    @ParameterizedTest
    @EnumSource
    void itAloneIsPutAside(Breach breach) throws SQLException {
        assertThat(runner(breach, FailurePolicy.park()).runUntilCaughtUp()).isEqualTo(EVENTS);

        assertThat(applied()).isEqualTo("{1,2,3,5,6}");
        ProjectionAdmin admin = ProjectionAdmin.of(store);
        assertThat(admin.deadLetters(admin.latestVersion("positions"), 0, 10))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.event().position()).isEqualTo(SICK);
                    assertThat(letter.error())
                            .hasValueSatisfying(error -> assertThat(error).contains(breach.told));
                });
    }

    @Test
    void whatWasBrokenIsNotWaitedForInVain() {
        try (ProjectionRunner runner = runner(Breach.A_DUPLICATE_KEY_THAT_IS_CAUGHT, FailurePolicy.stop())
                .start()) {
            assertThatThrownBy(() -> runner.awaitPosition(EVENTS, Duration.ofMinutes(1)))
                    .isInstanceOf(ProjectionFailedException.class);
        }
    }

    @Test
    void workThatUndoesAFailedStatementByASavepointIsWhole() throws SQLException {
        runner(
                        connection -> {
                            Savepoint before = connection.setSavepoint();
                            failQuietly(connection, "INSERT INTO positions VALUES (1)");
                            connection.rollback(before);
                            Sql.execute(connection, "SAVEPOINT mine");
                            failQuietly(connection, "SELECT * FROM nowhere");
                            Sql.execute(connection, "ROLLBACK TO SAVEPOINT mine; RELEASE SAVEPOINT mine");
                        },
                        FailurePolicy.stop())
                .runUntilCaughtUp();

        assertThat(applied()).isEqualTo("{1,2,3,4,5,6}");
    }

    /** The connection that the guard hands out knows no way to the driver's; but whoever made the pool has one. */
    @Test
    void aCommitPastTheGuardIsFoundOutBeforeTheCheckpointMoves() throws SQLException {
        try (RawConnections raw = new RawConnections(url);
                PostgresEventStore borrowing = PostgresEventStore.create(
                        PostgresConfig.builder(raw).build(), EventTypes.of(Deposited.class))) {
            Misbehaving projection =
                    new Misbehaving(SICK, guarded -> raw.below(guarded).commit());

            assertThatThrownBy(() -> new ProjectionRunner(borrowing, projection).runUntilCaughtUp())
                    .isInstanceOf(ProjectionFailedException.class)
                    .hasMessageContaining("has ended the transaction");
            assertThat(checkpoint()).isEqualTo("0");
            assertThat(applied())
                    .as("applied once, although without a checkpoint")
                    .isEqualTo("{1,2,3,4}");
        }
    }

    @Test
    void aCommitAndANewTransactionPastTheGuardAreFoundOutToo() throws SQLException {
        try (RawConnections raw = new RawConnections(url);
                PostgresEventStore borrowing = PostgresEventStore.create(
                        PostgresConfig.builder(raw).build(), EventTypes.of(Deposited.class))) {
            Misbehaving projection = new Misbehaving(
                    SICK, guarded -> Sql.execute(raw.below(guarded), "COMMIT AND CHAIN; SELECT pg_current_xact_id()"));

            assertThatThrownBy(() -> new ProjectionRunner(borrowing, projection).runUntilCaughtUp())
                    .isInstanceOf(ProjectionFailedException.class)
                    .hasMessageContaining("has ended the transaction");
            assertThat(checkpoint()).isEqualTo("0");
        }
    }

    @Test
    void aPreparationThatIsBrokenStopsTheProjectionBeforeTheFirstEvent() throws SQLException {
        assertThatThrownBy(() -> new ProjectionRunner(store, new BrokenAtTheStart()).runUntilCaughtUp())
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("had aborted");
        assertThat(Sql.query(url, "SELECT to_regclass('half')")).isEqualTo("null");
    }

    private record BrokenAtTheStart() implements io.eventcore.projections.JdbcProjection<Deposited> {
        @Override
        public String name() {
            return "half";
        }

        @Override
        public void initialize(Connection connection) throws SQLException {
            Sql.execute(connection, "CREATE TABLE half ()");
            failQuietly(connection, "SELECT * FROM nowhere");
        }

        @Override
        public void apply(io.eventcore.StoredEvent<Deposited> event, Connection connection) {}
    }

    private static void failQuietly(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            assertThat(e.getMessage()).doesNotContain("valid only during the call");
        }
    }

    private ProjectionRunner runner(Misbehaving.Misdeed misdeed, FailurePolicy policy) {
        return new ProjectionRunner(
                store,
                new Misbehaving(SICK, misdeed),
                ProjectionConfig.defaults().withFailurePolicy(policy));
    }

    private String applied() throws SQLException {
        return Sql.query(url, "SELECT array_agg(position ORDER BY position) FROM positions");
    }

    private String checkpoint() throws SQLException {
        return Sql.query(url, "SELECT position FROM projection_checkpoints");
    }
}
