package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DeadLetter;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.ProjectionFailedException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.projections.FailurePolicy;
import io.eventcore.projections.JdbcProjection;
import io.eventcore.projections.ProjectionAdmin;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A read model in PostgreSQL and its checkpoint are committed together. */
@ExtendWith(TestPostgresExtension.class)
class PostgresProjectionTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private String url;
    private PostgresEventStore store;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        store.initialize();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aReadModelFollowsWhatIsCommitted() throws SQLException {
        try (ProjectionRunner runner = new ProjectionRunner(store, new Totals(Long.MAX_VALUE)).start()) {
            long last = append(1_000);

            assertThat(runner.awaitPosition(last, PATIENCE)).isTrue();
        }
        assertThat(total()).isEqualTo("1000");
        assertThat(Leased.position(store.projections(), "totals"))
                .isEqualTo(store.feed().head());
    }

    @Test
    void aFailureKeepsWhatCameBeforeItAndNothingElse() throws SQLException {
        append(10);

        assertThatThrownBy(() -> new ProjectionRunner(store, new Totals(7)).runUntilCaughtUp())
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("position 6");
        assertThat(total()).isEqualTo("6");
        assertThat(Leased.position(store.projections(), "totals")).isEqualTo(6);

        new ProjectionRunner(store, new Totals(Long.MAX_VALUE)).runUntilCaughtUp();
        assertThat(total()).isEqualTo("10");
    }

    @Test
    void severalRunnersOfOneProjectionApplyNothingTwice() throws SQLException {
        long last = append(3_000);
        List<CompletableFuture<Long>> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ProjectionRunner runner = new ProjectionRunner(
                    store,
                    new Totals(Long.MAX_VALUE),
                    ProjectionConfig.defaults().withSegments(3).withLease(Duration.ofSeconds(1)));
            runs.add(CompletableFuture.supplyAsync(runner::runUntilCaughtUp));
        }

        assertThat(runs)
                .allSatisfy(run -> assertThat(run).succeedsWithin(PATIENCE).matches(position -> position >= last));
        assertThat(total()).isEqualTo("3000");
    }

    @Test
    void aRowThatCannotBeDecodedIsPutAsideWithWhatFollowsInItsStream() throws SQLException {
        StreamId sick = StreamId.of("sick");
        try (PostgresEventStore other = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Noted.class))) {
            other.append(AppendRequest.to(sick, ExpectedVersion.any(), new Noted("of a type that nobody registered")));
        }
        store.append(AppendRequest.to(sick, ExpectedVersion.any(), new Deposited(1)));
        append(3);

        new ProjectionRunner(
                        store,
                        new Totals(Long.MAX_VALUE),
                        ProjectionConfig.defaults().withFailurePolicy(FailurePolicy.park()))
                .runUntilCaughtUp();

        assertThat(total()).isEqualTo("3");
        ProjectionAdmin admin = ProjectionAdmin.of(store);
        List<DeadLetter> letters = admin.deadLetters(admin.latestVersion("totals"), 0, 10);
        assertThat(letters).extracting(letter -> letter.event().version()).containsExactly(1L, 2L);
        assertThat(letters.get(0).error())
                .hasValueSatisfying(error ->
                        assertThat(error).contains(letters.get(0).event().type()));
        assertThat(admin.payload(letters.get(0).event().position()))
                .hasValueSatisfying(payload -> assertThat(payload).contains("of a type that nobody registered"));
    }

    private long append(int count) {
        List<CompletableFuture<AppendResult>> appends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            appends.add(store.appendAsync(
                    AppendRequest.to(StreamId.of("account-" + i), ExpectedVersion.noStream(), new Deposited(1))));
        }
        return appends.stream()
                .mapToLong(append -> append.join().position())
                .max()
                .orElse(0);
    }

    private String total() throws SQLException {
        return Sql.query(url, "SELECT sum(cents) FROM totals");
    }

    /** Adds up everything, so that an event that is applied twice shows. Fails at one position. */
    private record Totals(long poison) implements JdbcProjection<Deposited> {
        @Override
        public String name() {
            return "totals";
        }

        @Override
        public void initialize(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS totals (cents bigint NOT NULL)");
            }
        }

        @Override
        public void apply(StoredEvent<Deposited> event, Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO totals VALUES (?)")) {
                statement.setLong(1, event.payload().cents());
                statement.executeUpdate();
            }
            if (event.position() == poison) {
                throw new IllegalStateException("This event cannot be applied.");
            }
        }
    }
}
