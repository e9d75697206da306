package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.UnknownProjectionException;
import io.eventcore.postgres.Deposited;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.projections.ProjectionAdmin;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.projections.ProjectionStatus;
import io.eventcore.projections.ProjectionStatus.State;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A new version of a read model is built beside the one that readers see, and takes over while events come. */
@ExtendWith(TestPostgresExtension.class)
class RebuildUnderLoadTest {

    private static final int OLD_EVENTS = 50_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private String url;
    private PostgresEventStore store;
    private ProjectionAdmin admin;
    private final List<ProjectionRunner> runners = new ArrayList<>();

    @BeforeEach
    void open(TestPostgres postgres) throws SQLException {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        store.initialize();
        admin = ProjectionAdmin.of(store);
        Sql.execute(url, """
                INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data)
                SELECT gen_random_uuid(), 'old-' || mod(n, 50), 1 + n / 50, 'deposited', '{"cents": 1}'
                FROM generate_series(1, %d) AS n""".formatted(OLD_EVENTS));
    }

    @AfterEach
    void close() {
        runners.forEach(ProjectionRunner::close);
        store.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 8", "3, 8"})
    void readersSeeTheOldVersionUntilTheNewOneHasAsMuch(int segments, int writers) throws Exception {
        ProjectionConfig config = ProjectionConfig.defaults().withSegments(segments);
        ProjectionRunner first = start(1, config);
        assertThat(first.awaitPosition(store.feed().head(), PATIENCE)).isTrue();
        await().atMost(PATIENCE).until(() -> first.status().active());

        try (TotalReader reader = new TotalReader(url)) {
            ProjectionRunner second;
            try (Depositors depositors = new Depositors(store, writers)) {
                second = start(2, config.withBatchSize(200));
                await().atMost(PATIENCE).until(() -> second.status().active());
                long stored = depositors.stored();
                long read = reader.reads();
                await().atMost(PATIENCE).until(() -> depositors.stored() > stored + 100 && reader.reads() > read + 100);
            }
            assertThat(second.awaitPosition(store.feed().head(), PATIENCE)).isTrue();
            assertThat(reader.failures()).isEmpty();
        }
        assertThat(admin.activeVersion("totals")).contains(TotalsProjection.id(2));
        assertThat(Sql.query(url, "SELECT pg_get_viewdef('totals')")).contains("totals_v2");
        assertThat(totalOfTheView()).isEqualTo(totalOfTheLog());
    }

    @Test
    void aRebuildShowsItsProgressAndCanBeCancelled() throws Exception {
        ProjectionRunner first = start(1, ProjectionConfig.defaults());
        assertThat(first.awaitPosition(store.feed().head(), PATIENCE)).isTrue();
        await().atMost(PATIENCE).until(() -> first.status().active());
        ProjectionRunner second =
                start(2, ProjectionConfig.defaults().withBatchSize(20).withLease(Duration.ofSeconds(1)));

        List<Double> percents = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> {
            percents.add(second.status().head() == 0 ? 0 : second.status().percent());
            return percents.get(percents.size() - 1) > 10;
        });
        second.pause();
        await().atMost(PATIENCE).until(() -> second.status().state() == State.PAUSED);

        assertThat(percents).isSorted();
        ProjectionStatus status = second.status();
        assertThat(status.active()).isFalse();
        assertThat(status.percent()).isBetween(10.0, 99.0);
        assertThat(status.head()).isEqualTo(OLD_EVENTS);
        assertThat(status.eventsApplied()).isEqualTo(status.position()).isEqualTo(OLD_EVENTS - status.lag());
        assertThat(status.eventsPerSecond()).isPositive();
        assertThat(status.timeLeft()).get().satisfies(left -> assertThat(left).isPositive());

        admin.remove(TotalsProjection.id(2));

        await().atMost(PATIENCE).until(() -> second.status().state() == State.FAILED);
        assertThat(second.status().failure()).containsInstanceOf(UnknownProjectionException.class);
        assertThat(admin.latestVersion("totals")).isEqualTo(TotalsProjection.id(1));
        assertThat(admin.activeVersion("totals")).isEqualTo(Optional.of(TotalsProjection.id(1)));
        long last = store.append(AppendRequest.to(StreamId.of("new"), ExpectedVersion.any(), new Deposited(5)))
                .position();
        assertThat(first.awaitPosition(last, PATIENCE)).isTrue();
        assertThat(totalOfTheView()).isEqualTo(totalOfTheLog());
    }

    private ProjectionRunner start(int version, ProjectionConfig config) {
        ProjectionRunner runner = new ProjectionRunner(store, new TotalsProjection(version), config).start();
        runners.add(runner);
        return runner;
    }

    private String totalOfTheView() throws SQLException {
        return Sql.query(url, "SELECT sum(cents) FROM totals");
    }

    private String totalOfTheLog() throws SQLException {
        return Sql.query(url, "SELECT sum((event_data ->> 'cents')::bigint) FROM events");
    }
}
