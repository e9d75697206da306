package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.ErrorCode;
import io.eventcore.EventTypes;
import io.eventcore.postgres.PatientWaits;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An administrator ends connections at random: those of lanes, readers and a projection, at work and idle. */
@ExtendWith(TestPostgresExtension.class)
class TerminatedConnectionsTest {

    private static final Logger log = LoggerFactory.getLogger(TerminatedConnectionsTest.class);

    private static final int TERMINATIONS = 50;
    private static final int WRITERS = 8;
    private static final int READERS = 4;
    private static final int ACCOUNTS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void nobodyNoticesAndNothingIsLostOrDoubled(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Ledger ledger = new Ledger();
        try (PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Moved.class))) {
            store.initialize();
            try (ProjectionRunner runner = new ProjectionRunner(store, new AccountsProjection()).start()) {
                Readers readers = new Readers(store, READERS, ACCOUNTS);
                int ended;
                try (readers;
                        Writers writers = new Writers(PatientWaits.executor(store), ledger, WRITERS, ACCOUNTS)) {
                    ended = terminate(url, writers.ledger(), readers);
                }
                Audit audit = Audit.of(ledger, url);
                log.info(
                        "{} connections ended: {}; failures {}; {} reads, {} failed",
                        ended,
                        audit.figures(),
                        ledger.failures(),
                        readers.succeeded(),
                        readers.failures().size());
                audit.assertNothingIsWrong(url);
                assertThat(audit.unknown()).isZero();
                assertThat(ledger.failures().keySet()).as("why commands failed").isSubsetOf(ErrorCode.COMMAND_REJECTED);
                assertThat(readers.failures())
                        .as("reads are tried again, on another connection")
                        .isEmpty();
                assertThat(runner.awaitPosition(store.feed().head(), PATIENCE))
                        .as("the projection has caught up")
                        .isTrue();
            }
        }
        AccountsProjection.assertIsTheFoldOfTheLog(url);
    }

    private static int terminate(String url, Ledger ledger, Readers readers) throws SQLException {
        int ended = 0;
        while (ended < TERMINATIONS) {
            int stored = ledger.acknowledged();
            int read = readers.succeeded();
            await().atMost(PATIENCE)
                    .until(() -> ledger.acknowledged() > stored + WRITERS && readers.succeeded() > read + READERS);
            ended += Integer.parseInt(Sql.query(url, """
                    SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM (
                        SELECT pid FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        ORDER BY random() LIMIT 1) AS chosen"""));
        }
        return ended;
    }
}
