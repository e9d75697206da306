package bank;

import io.eventcore.StoredEvent;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.SQLException;

/** Keeps the table of balances. */
public final class BalancesProjection implements JdbcProjection<AccountEvent> {

    @Override
    public String name() {
        return "balances";
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS balances (account text PRIMARY KEY, cents bigint NOT NULL)");
        }
    }

    @Override
    public void apply(StoredEvent<AccountEvent> event, Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("""
                INSERT INTO balances (account, cents) VALUES (?, ?)
                ON CONFLICT (account) DO UPDATE SET cents = balances.cents + excluded.cents""")) {
            statement.setString(1, event.stream().value());
            statement.setLong(2, AccountEvent.BALANCE.apply(0L, event.payload()));
            statement.executeUpdate();
        }
    }
}
