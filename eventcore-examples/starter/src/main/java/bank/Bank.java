package bank;

import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionResult;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ProjectionRunner;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** Pays 100.00 into Alice's account, moves 10.00 of it to Bob's, and prints the table of balances. */
public final class Bank {

    public static void main(String[] arguments) throws SQLException {
        String url = System.getenv("DATABASE_URL");
        if (url == null) {
            System.err.println("Set DATABASE_URL, for example to"
                    + " jdbc:postgresql://localhost:5432/postgres?user=postgres&password=secret");
            System.exit(2);
        }
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(AccountEvent.class))) {
            store.initialize();
            CommandExecutor executor = CommandExecutor.create(store);
            StreamId alice = StreamId.of("account-alice");
            StreamId bob = StreamId.of("account-bob");

            try (ProjectionRunner balances = new ProjectionRunner(store, new BalancesProjection()).start()) {
                executor.execute(new Deposit(alice, 10_000));
                ExecutionResult done = executor.execute(new Transfer(alice, bob, 1_000));

                balances.awaitPosition(done.position(), Duration.ofSeconds(5));
            }
        }
        printBalances(url);
    }

    private static void printBalances(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT account, cents FROM balances ORDER BY account")) {
            while (row.next()) {
                System.out.println(row.getString("account") + " " + row.getLong("cents"));
            }
        }
    }
}
