package io.eventcore.examples.rebuild;

import io.eventcore.StoredEvent;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The read model as it is wanted now: with the owner of each account, who stands in events of long ago. It has a table of
 * its own, which is built from the first event while readers see {@link BalancesV1}.
 */
final class BalancesV2 implements JdbcProjection<AccountEvent> {

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS balances_v2 (
                account text   PRIMARY KEY,
                cents   bigint NOT NULL,
                owner   text   NOT NULL
            )
            """;

    private static final String OPEN = "INSERT INTO balances_v2 (account, cents, owner) VALUES (?, 0, ?)";

    private static final String CHANGE = "UPDATE balances_v2 SET cents = cents + ? WHERE account = ?";

    @Override
    public String name() {
        return BalancesV1.NAME;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
    }

    /** Switches the readers, in the transaction in which this version takes over. */
    @Override
    public void activate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP VIEW IF EXISTS current_balances");
            statement.execute("CREATE VIEW current_balances AS SELECT account, cents, owner FROM balances_v2");
        }
    }

    @Override
    public void apply(StoredEvent<AccountEvent> event, Connection connection) throws SQLException {
        if (event.payload() instanceof AccountEvent.Opened opened) {
            try (PreparedStatement statement = connection.prepareStatement(OPEN)) {
                statement.setString(1, event.stream().value());
                statement.setString(2, opened.owner());
                statement.executeUpdate();
            }
        } else {
            try (PreparedStatement statement = connection.prepareStatement(CHANGE)) {
                statement.setLong(1, BalancesV1.change(event.payload()));
                statement.setString(2, event.stream().value());
                statement.executeUpdate();
            }
        }
    }
}
