package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.EventTypes;
import io.eventcore.postgres.PatientWaits;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.faults.Cut.Kind;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection breaks before, during and after the commit. An append is one call without a transaction around it, so
 * the server commits between the last byte of the request and the first byte of the answer.
 */
@ExtendWith(TestPostgresExtension.class)
class CutConnectionsTest {

    private static final Logger log = LoggerFactory.getLogger(CutConnectionsTest.class);

    private static final int CUTS_OF_EACH_KIND = 40;
    private static final int WRITERS = 12;
    private static final int ACCOUNTS = 60;
    private static final long SEED = 20_260_101;

    @Test
    void everyCommandIsStoredOnceAndItsCallerIsToldSo(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Ledger ledger = new Ledger();
        try (CuttingProxy proxy = CuttingProxy.before(url);
                PostgresEventStore store =
                        PostgresEventStore.create(PostgresConfig.of(proxy.url()), EventTypes.of(Moved.class))) {
            store.initialize();
            try (Writers writers = new Writers(PatientWaits.executor(store), ledger, WRITERS, ACCOUNTS)) {
                cutConnections(proxy, writers.ledger());
            }

            Audit audit = Audit.of(ledger, url);
            log.info("Cuts {}: {}; failures {}", proxy.cuts(), audit.figures(), ledger.failures());
            audit.assertNothingIsWrong(url);
            assertThat(audit.unknown())
                    .as("callers who were told that nobody knows")
                    .isZero();
            assertThat(proxy.cuts()).containsOnlyKeys(Kind.values());
            assertThat(proxy.cuts().values()).containsOnly(CUTS_OF_EACH_KIND);
        }
    }

    /** One after the other. In between something gets through: a store whose every attempt is cut may give up. */
    private static void cutConnections(CuttingProxy proxy, Ledger ledger) {
        int done = 0;
        for (Cut cut : plan()) {
            int expected = ++done;
            int before = ledger.acknowledged();
            proxy.cutNextAppend(cut);
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> proxy.cutsInAll() == expected && ledger.acknowledged() >= before + WRITERS);
        }
    }

    private static List<Cut> plan() {
        Random random = new Random(SEED);
        List<Cut> cuts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < CUTS_OF_EACH_KIND; i++) {
                cuts.add(new Cut(kind, random.nextDouble(), random.nextBoolean()));
            }
        }
        Collections.shuffle(cuts, random);
        return cuts;
    }
}
