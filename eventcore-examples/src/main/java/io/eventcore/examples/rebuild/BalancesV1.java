package io.eventcore.examples.rebuild;

import io.eventcore.StoredEvent;
import io.eventcore.examples.bank.Account;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The read model as it was: what is on each account. Readers see it by the view {@code current_balances}. */
final class BalancesV1 implements JdbcProjection<AccountEvent> {

    /** The name of the projection, in all its versions. */
    static final String NAME = "current-balances";

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS balances_v1 (
                account text   PRIMARY KEY,
                cents   bigint NOT NULL
            )
            """;

    private static final String CHANGE = """
            INSERT INTO balances_v1 (account, cents)
            VALUES (?, ?)
            ON CONFLICT (account) DO UPDATE SET cents = balances_v1.cents + excluded.cents
            """;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
    }

    @Override
    public void activate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP VIEW IF EXISTS current_balances");
            statement.execute("CREATE VIEW current_balances AS SELECT account, cents, '' AS owner FROM balances_v1");
        }
    }

    @Override
    public void apply(StoredEvent<AccountEvent> event, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHANGE)) {
            statement.setString(1, event.stream().value());
            statement.setLong(2, change(event.payload()));
            statement.executeUpdate();
        }
    }

    /** What one event adds to the balance of its account. */
    static long change(AccountEvent event) {
        return Account.FOLD.apply(Account.FOLD.initialState(), event).cents();
    }
}
