package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.EventTypes;
import io.eventcore.postgres.PatientWaits;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.faults.CrashableServer.Crash;
import io.eventcore.projections.ProjectionRunner;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server crashes under load and starts again; one store object, one executor and one projection live through it. */
@Tag("slow")
class CrashTest {

    private static final Logger log = LoggerFactory.getLogger(CrashTest.class);

    private static final int CRASHES_OF_EACH_KIND = 5;
    private static final int KILLED_BACKENDS = 5;
    private static final int WRITERS = 48;
    private static final int ACCOUNTS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void nothingAcknowledgedIsLostAndNothingIsStoredTwice() throws Exception {
        try (CrashableServer server = new CrashableServer()) {
            underLoad(server, "crashes of the server", ledger -> {
                for (int i = 0; i < CRASHES_OF_EACH_KIND; i++) {
                    for (Crash kind : Crash.values()) {
                        awaitWork(ledger);
                        server.crash(kind);
                        server.start();
                    }
                }
                awaitWork(ledger);
                return CRASHES_OF_EACH_KIND * Crash.values().length;
            });
        }
    }

    @Test
    void aKilledBackendTakesAllOthersWithItAndNothingIsLostOrDoubled() throws Exception {
        try (CrashableServer server = new CrashableServer()) {
            underLoad(server, "killed backends", ledger -> {
                for (int i = 0; i < KILLED_BACKENDS; i++) {
                    awaitWork(ledger);
                    String started = Sql.query(server.url(), "SELECT pg_postmaster_start_time()");
                    server.killBackend(Long.parseLong(Sql.query(server.url(), """
                            SELECT pid FROM pg_stat_activity
                            WHERE datname = current_database() AND query LIKE '%eventcore_append%'
                              AND pid <> pg_backend_pid() ORDER BY state = 'active' DESC, random() LIMIT 1""")));
                    await().atMost(PATIENCE).until(server::answers);
                    assertThat(Sql.query(server.url(), "SELECT pg_postmaster_start_time()"))
                            .as("the postmaster lives on")
                            .isEqualTo(started);
                }
                awaitWork(ledger);
                return KILLED_BACKENDS;
            });
        }
    }

    private static void underLoad(CrashableServer server, String what, Faults faults) throws Exception {
        Ledger ledger = new Ledger();
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(server.url()), EventTypes.of(Moved.class))) {
            store.initialize();
            try (ProjectionRunner runner = new ProjectionRunner(store, new AccountsProjection()).start()) {
                int done;
                try (Writers writers = new Writers(PatientWaits.executor(store), ledger, WRITERS, ACCOUNTS)) {
                    done = faults.bring(writers.ledger());
                }
                Audit audit = Audit.of(ledger, server.url());
                log.info("{} {}: {}; failures {}", done, what, audit.figures(), ledger.failures());
                audit.assertNothingIsWrong(server.url());
                assertThat(runner.awaitPosition(store.feed().head(), PATIENCE))
                        .as("the projection has caught up")
                        .isTrue();
            }
            AccountsProjection.assertIsTheFoldOfTheLog(server.url());
        }
    }

    /** The store works again, with everything that hit it, and has work under way. */
    private static void awaitWork(Ledger ledger) {
        int before = ledger.acknowledged();
        await().atMost(PATIENCE).until(() -> ledger.acknowledged() > before + 10 * WRITERS);
    }

    private interface Faults {
        int bring(Ledger ledger) throws Exception;
    }
}
