package io.eventcore.postgres.faults;

import io.eventcore.ProjectionId;
import io.eventcore.StoredEvent;
import io.eventcore.postgres.Deposited;
import io.eventcore.postgres.Sql;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Has a table for each of its versions, and a view of the one that readers see. */
record TotalsProjection(int version) implements JdbcProjection<Deposited> {

    static ProjectionId id(int version) {
        return new ProjectionId("totals", version);
    }

    @Override
    public String name() {
        return id(version).name();
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        Sql.execute(connection, """
                CREATE TABLE IF NOT EXISTS totals_v%d (account text PRIMARY KEY, cents bigint NOT NULL)""".formatted(version));
    }

    @Override
    public void activate(Connection connection) throws SQLException {
        Sql.execute(connection, "CREATE OR REPLACE VIEW totals AS SELECT * FROM totals_v" + version);
    }

    @Override
    public void apply(StoredEvent<Deposited> event, Connection connection) throws SQLException {
        applyBatch(List.of(event), connection);
    }

    @Override
    public void applyBatch(List<StoredEvent<Deposited>> events, Connection connection) throws SQLException {
        Map<String, Long> cents = events.stream()
                .collect(Collectors.groupingBy(
                        event -> event.stream().value(),
                        TreeMap::new,
                        Collectors.summingLong(event -> event.payload().cents())));
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO totals_v%1$d VALUES (?, ?)
                ON CONFLICT (account) DO UPDATE SET cents = totals_v%1$d.cents + excluded.cents""".formatted(version))) {
            for (Map.Entry<String, Long> account : cents.entrySet()) {
                statement.setString(1, account.getKey());
                statement.setLong(2, account.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
