package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.EventTypes;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.faults.JournalProjection.Moment;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a runner is killed in the midst of its work, again and again, and another takes over. */
@ExtendWith(TestPostgresExtension.class)
class KilledProjectionTest {

    private static final Logger log = LoggerFactory.getLogger(KilledProjectionTest.class);

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void nothingIsLostOrDoubledByAFewKills(TestPostgres postgres) throws Exception {
        killAgainAndAgain(postgres.newDatabase(), 5);
    }

    @Test
    @Tag("slow")
    void nothingIsLostOrDoubledByManyKills(TestPostgres postgres) throws Exception {
        killAgainAndAgain(postgres.newDatabase(), 30);
    }

    private static void killAgainAndAgain(String url, int kills) throws Exception {
        try (PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Moved.class))) {
            store.initialize();
            int inAnOpenTransaction = 0;
            try (Backlog backlog = new Backlog(store, JournalProjection.ID)) {
                RunnerProcess standby = RunnerProcess.start(url, 1);
                for (int i = 0; i < kills; i++) {
                    RunnerProcess other = RunnerProcess.start(url, 1);
                    // Of two that live, the segment goes to the first by name; process ids start again some day.
                    boolean otherIsFirst = other.isBefore(standby);
                    try (RunnerProcess victim = otherIsFirst ? other : standby) {
                        standby = otherIsFirst ? standby : other;
                        await().atMost(PATIENCE).until(() -> victim.segmentsHeld(store) == 1);
                        backlog.awaitProgress(3);
                        // By turns just anywhere, and where it has written something and not committed it.
                        if (i % 2 == 0) {
                            victim.suspend(Moment.IN_THE_TRANSACTION);
                            // The server ends the transaction with the lease, which may be before this look at it.
                            inAnOpenTransaction += RunnerProcess.anySessionHasWritten(url) ? 1 : 0;
                        }
                        victim.kill();
                    }
                }
                standby.kill();
            }
            assertThat(inAnOpenTransaction).isPositive();
            new ProjectionRunner(store, new JournalProjection()).runUntilCaughtUp();
            JournalProjection.assertNothingIsLostDoubledOrOutOfOrder(url);
            log.info(
                    "{} kills, {} of them in an open transaction, {} events",
                    kills,
                    inAnOpenTransaction,
                    Sql.query(url, "SELECT count(*) FROM events"));
        }
    }
}
