package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.StoredEvent;
import io.eventcore.postgres.Sql;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Counts and adds up, so that an event that is left out or applied twice shows. */
final class AccountsProjection implements JdbcProjection<Moved> {

    @Override
    public String name() {
        return "accounts";
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS accounts (
                        account text PRIMARY KEY, events bigint NOT NULL, cents bigint NOT NULL)""");
        }
    }

    @Override
    public void apply(StoredEvent<Moved> event, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO accounts VALUES (?, 1, ?) ON CONFLICT (account) DO UPDATE
                SET events = accounts.events + 1, cents = accounts.cents + excluded.cents""")) {
            statement.setString(1, event.stream().value());
            statement.setLong(2, event.payload().cents());
            statement.executeUpdate();
        }
    }

    /** Fails unless the read model is what the log says. */
    static void assertIsTheFoldOfTheLog(String url) throws SQLException {
        assertThat(Sql.query(url, """
                        SELECT count(*) FROM accounts FULL JOIN (
                            SELECT stream_id AS account, count(*) AS events,
                                   sum((event_data ->> 'cents')::bigint)::bigint AS cents
                            FROM events GROUP BY stream_id
                        ) AS log USING (account)
                        WHERE (accounts.events, accounts.cents) IS DISTINCT FROM (log.events, log.cents)"""))
                .as("accounts that are not the fold of the log")
                .isEqualTo("0");
    }
}
