package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.ErrorCode;
import io.eventcore.EventTypes;
import io.eventcore.StreamId;
import io.eventcore.postgres.PatientWaits;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.faults.Ledger.Told;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk fills up, and has room again later. A trigger answers as PostgreSQL does when it cannot extend a file: not
 * every machine lets a test mount a small disk.
 */
@ExtendWith(TestPostgresExtension.class)
class FullDiskTest {

    private static final Logger log = LoggerFactory.getLogger(FullDiskTest.class);

    private static final int ROOM = 500;
    private static final int WRITERS = 8;
    private static final int ACCOUNTS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void appendsFailWithTheReasonReadsGoOnAndWithRoomAppendsDoToo(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Ledger ledger = new Ledger();
        try (PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Moved.class))) {
            store.initialize();
            Sql.execute(url, """
                    CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF (SELECT last_value FROM events_position_seq) > %d THEN
                            RAISE EXCEPTION USING ERRCODE = 'disk_full',
                                MESSAGE = 'could not extend file: No space left on device';
                        END IF;
                        RETURN NULL;
                    END $$;
                    CREATE TRIGGER disk_is_full AFTER INSERT ON events EXECUTE FUNCTION disk_is_full()""".formatted(ROOM));
            try (Writers writers = new Writers(PatientWaits.executor(store), ledger, WRITERS, ACCOUNTS)) {
                await().atMost(PATIENCE)
                        .until(() -> writers.ledger().failures().getOrDefault(ErrorCode.STORAGE_FAILURE, 0) > 100);
                assertThat(store.read(StreamId.of("account-1"))).isNotEmpty();
                int stored = ledger.acknowledged();

                Sql.execute(url, "DROP TRIGGER disk_is_full ON events");
                await().atMost(PATIENCE).until(() -> ledger.acknowledged() > stored + 10 * WRITERS);
            }
            Audit audit = Audit.of(ledger, url);
            log.info("The disk was full: {}; failures {}", audit.figures(), ledger.failures());
            audit.assertNothingIsWrong(url);
            assertThat(ledger.failures()).containsOnlyKeys(ErrorCode.COMMAND_REJECTED, ErrorCode.STORAGE_FAILURE);
            assertThat(ledger.entries().values())
                    .filteredOn(entry -> entry.told() instanceof Told.Refused refused
                            && refused.reason().code() == ErrorCode.STORAGE_FAILURE)
                    .allSatisfy(entry ->
                            assertThat(entry.told().failure()).get().asString().contains("53100", "the disk is full"));
        }
    }
}
