package io.eventcore.postgres;

import static io.eventcore.ProjectionStore.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventTypes;
import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.Segment;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Checkpoints that were kept by name alone are there after the upgrade, and go on. */
@ExtendWith(TestPostgresExtension.class)
class UpgradedProjectionsTest {

    private static final List<String> BEFORE = List.of(
            "V001__streams_and_events.sql",
            "V002__append.sql",
            "V003__feed.sql",
            "V004__checkpoints.sql",
            "V005__commands.sql",
            "V006__always_immutable.sql",
            "V007__cheaper_append.sql");

    @Test
    void checkpointsBecomeTheFirstVersionInOneSegment(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        for (String file : BEFORE) {
            Sql.execute(url, textOf(file));
        }
        Sql.execute(url, """
                INSERT INTO projection_checkpoints (projection, position, updated_at)
                VALUES ('balances', 1234, '2025-01-02 03:04:05Z'), ('totals', 7, now()), ('ahead', 1266, now())""");
        Sql.execute(url, """
                INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data)
                SELECT gen_random_uuid(), 'account', n, 'deposited', '{"cents": 1}' FROM generate_series(1, 1240) n""");

        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class))) {
            store.initialize();
            ProjectionStore projections = store.projections();
            ProjectionId balances = new ProjectionId("balances", 1);

            assertThat(projections.positions(balances)).isEqualTo(Map.of(Segment.ALL, 1234L));
            assertThat(projections.segments()).hasSize(3).allSatisfy(state -> {
                assertThat(state.active()).isTrue();
                assertThat(state.owner()).isEmpty();
            });
            assertThat(projections.segments().get(1).movedAt()).isEqualTo("2025-01-02T03:04:05Z");

            assertThat(projections.register(balances, 4, 0)).isEqualTo(1);
            Lease lease =
                    projections.lease(balances, "host-1", Leased.LONG).held().get(0);
            assertThat(projections.open(lease, NOTHING, NOTHING)).isEqualTo(1234);
            projections.advance(lease, 1234, 1240, NOTHING);
            assertThat(projections.positions(balances)).isEqualTo(Map.of(Segment.ALL, 1240L));
            assertThat(projections.positions(new ProjectionId("ahead", 1)))
                    .as("it had passed numbers that no event has got")
                    .isEqualTo(Map.of(Segment.ALL, 1240L));
        }
    }

    private static String textOf(String file) throws IOException {
        try (InputStream in = PostgresEventStore.class.getResourceAsStream("/io/eventcore/postgres/schema/" + file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
