package bank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgresExtension.class)
class BalancesProjectionTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");

    @Test
    void theTableShowsWhatWasPaidAndMoved(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(AccountEvent.class))) {
            store.initialize();
            CommandExecutor executor = CommandExecutor.create(store);
            executor.execute(new Deposit(ALICE, 10_000));
            executor.execute(new Transfer(ALICE, BOB, 1_000));

            new ProjectionRunner(store, new BalancesProjection()).runUntilCaughtUp();
        }

        assertEquals(9_000, cents(url, ALICE));
        assertEquals(1_000, cents(url, BOB));
    }

    private static long cents(String url, StreamId account) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.prepareStatement("SELECT cents FROM balances WHERE account = ?")) {
            statement.setString(1, account.value());
            try (var row = statement.executeQuery()) {
                assertTrue(row.next(), () -> account + " is not in the table");
                return row.getLong("cents");
            }
        }
    }
}
