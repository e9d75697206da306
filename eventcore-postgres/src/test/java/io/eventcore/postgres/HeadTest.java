package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventTypes;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The head of the feed is the last position that was given out, never a later one. */
@ExtendWith({TestPostgresExtension.class, TestRolesExtension.class})
class HeadTest {

    private static final int TAKERS = 2;
    private static final int LOOKS = 400_000;

    private String url;

    @BeforeEach
    void initialize(TestPostgres postgres) {
        url = postgres.newDatabase();
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class))) {
            store.initialize();
        }
    }

    /** With a SELECT from the sequence about ten of these looks see up to 32 positions that nobody has yet. */
    @Test
    void theHeadIsNeverBeyondThePositionsGivenOut() throws Exception {
        Sql.execute(url, """
                CREATE FUNCTION farthest_beyond(looks integer) RETURNS bigint LANGUAGE plpgsql AS $$
                DECLARE
                    seen     bigint;
                    farthest bigint := -1000000;
                BEGIN
                    FOR look IN 1 .. looks LOOP
                        seen := eventcore_head();
                        farthest := greatest(farthest, seen - pg_sequence_last_value('events_position_seq'));
                    END LOOP;
                    RETURN farthest;
                END
                $$""");
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService takers = Executors.newFixedThreadPool(TAKERS);
        try {
            List<Future<?>> taking = new ArrayList<>();
            for (int taker = 0; taker < TAKERS; taker++) {
                taking.add(takers.submit(() -> takeUntil(enough)));
            }

            assertThat(Long.parseLong(Sql.query(url, "SELECT farthest_beyond(" + LOOKS + ")")))
                    .as("positions beyond the last one given out")
                    .isNotPositive();

            enough.set(true);
            for (Future<?> taker : taking) {
                taker.get();
            }
        } finally {
            enough.set(true);
            takers.shutdown();
        }
    }

    @Test
    void noFunctionReadsTheSequenceAsATable() throws SQLException {
        assertThat(Sql.query(url, """
                SELECT coalesce(string_agg(proname, ', '), 'none') FROM pg_proc
                WHERE proname LIKE 'eventcore%' AND prosrc ~* 'from\\s+events_position_seq'""")).isEqualTo("none");
    }

    private Void takeUntil(AtomicBoolean enough) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            while (!enough.get()) {
                Sql.execute(connection, "SELECT count(nextval('events_position_seq')) FROM generate_series(1, 20000)");
            }
        }
        return null;
    }
}
