package io.eventcore.bench.load;

import io.eventcore.StoredEvent;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A read model in the store's database: what is on each account. An upsert for each event, sent one by one, or those of a
 * batch together.
 */
final class Balances implements JdbcProjection<Booking> {

    private final String name;
    private final boolean together;
    private final String upsert;

    /** @param name of the projection and its table; letters, digits and underscores */
    Balances(String name, boolean together) {
        this.name = name;
        this.together = together;
        this.upsert =
                "INSERT INTO " + name + " (account, events, cents) VALUES (?, 1, ?) ON CONFLICT (account) DO UPDATE"
                        + " SET events = " + name + ".events + 1, cents = " + name + ".cents + excluded.cents";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + name
                    + " (account text PRIMARY KEY, events bigint NOT NULL, cents bigint NOT NULL)"
                    + " WITH (fillfactor = 70)");
        }
    }

    @Override
    public void apply(StoredEvent<Booking> event, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            fill(statement, event);
            statement.executeUpdate();
        }
    }

    @Override
    public void applyBatch(List<StoredEvent<Booking>> events, Connection connection) throws Exception {
        if (!together) {
            JdbcProjection.super.applyBatch(events, connection);
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            for (StoredEvent<Booking> event : events) {
                fill(statement, event);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void fill(PreparedStatement statement, StoredEvent<Booking> event) throws SQLException {
        statement.setString(1, event.stream().value());
        statement.setLong(2, Booking.BALANCE.apply(0L, event.payload()));
    }

    /** @throws CheckFailedException if the table is not what the events say */
    void check(BenchDatabase database) throws SQLException {
        String differing = "SELECT count(*) FROM " + name + " FULL JOIN ("
                + " SELECT stream_id AS account, count(*) AS events,"
                + " sum(CASE event_type WHEN 'deposited' THEN 1 ELSE -1 END * (event_data ->> 'cents')::bigint)::bigint"
                + " AS cents FROM events GROUP BY stream_id) AS log USING (account)"
                + " WHERE (" + name + ".events, " + name + ".cents) IS DISTINCT FROM (log.events, log.cents)";
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(differing)) {
            row.next();
            if (row.getLong(1) != 0) {
                throw new CheckFailedException(
                        "The read model " + name + " differs from the events in " + row.getLong(1) + " accounts.");
            }
        }
    }
}
