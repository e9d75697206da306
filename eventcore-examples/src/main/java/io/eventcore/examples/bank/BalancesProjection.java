package io.eventcore.examples.bank;

import io.eventcore.StoredEvent;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Keeps the table {@code balances}: what is on each account, for queries that need no history. */
public final class BalancesProjection implements JdbcProjection<AccountEvent> {

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS balances (
                account text   PRIMARY KEY,
                cents   bigint NOT NULL
            )
            """;

    private static final String CHANGE = """
            INSERT INTO balances (account, cents)
            VALUES (?, ?)
            ON CONFLICT (account) DO UPDATE SET cents = balances.cents + excluded.cents
            """;

    @Override
    public String name() {
        return "balances";
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE balances");
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

    /** What one event adds to the balance of its account: the same fold that commands decide on. */
    private static long change(AccountEvent event) {
        return Account.FOLD.apply(Account.FOLD.initialState(), event).cents();
    }
}
