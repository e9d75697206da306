package io.eventcore.examples.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.StreamId;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.examples.bank.OpenAccount;
import io.eventcore.examples.bank.Transfer;
import io.eventcore.examples.rebuild.Reader.Look;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgresExtension.class)
class RebuildTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");
    private static final Duration SOON = Duration.ofSeconds(30);

    private String url = "";
    private EventStore store;

    @BeforeEach
    void fillAStore(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(AccountEvent.class));
        store.initialize();
        CommandExecutor executor = CommandExecutor.create(store);
        executor.execute(new OpenAccount(ALICE, "Alice", 500));
        executor.execute(new OpenAccount(BOB, "Bob", 100));
        executor.execute(new Transfer(ALICE, BOB, 300));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void versionOneShowsBalancesWithoutOwners() throws SQLException {
        new ProjectionRunner(store, new BalancesV1()).runUntilCaughtUp();

        assertThat(Reader.look(url)).isEqualTo(new Look(2, 600, 0));
    }

    @Test
    void readersSeeTheOldVersionUntilTheNewOneHasCaughtUp() throws SQLException {
        new ProjectionRunner(store, new BalancesV1()).runUntilCaughtUp();
        ProjectionConfig oneByOne = ProjectionConfig.defaults().withBatchSize(1);
        try (ProjectionRunner second = new ProjectionRunner(store, new BalancesV2(), oneByOne)) {
            second.pause();
            second.start();
            assertThat(Reader.look(url)).isEqualTo(new Look(2, 600, 0));

            second.resume();

            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(Reader.look(url)).isEqualTo(new Look(2, 600, 2)));
        }
    }
}
