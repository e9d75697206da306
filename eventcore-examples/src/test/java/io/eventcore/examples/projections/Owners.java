package io.eventcore.examples.projections;

import io.eventcore.StoredEvent;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the table {@code owners}, and fails on the owners that it does not like. */
final class Owners implements JdbcProjection<AccountEvent> {

    static final String NAME = "owners";

    final Set<String> refused = ConcurrentHashMap.newKeySet();

    private final int version;

    Owners(int version) {
        this.version = version;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        execute(connection, "CREATE TABLE IF NOT EXISTS owners (stream text, version bigint, what text)");
    }

    @Override
    public void clear(Connection connection) throws SQLException {
        execute(connection, "DELETE FROM owners");
    }

    @Override
    public void apply(StoredEvent<AccountEvent> event, Connection connection) throws SQLException {
        if (event.payload() instanceof AccountEvent.Opened opened && refused.contains(opened.owner())) {
            throw new IllegalStateException("the name " + opened.owner() + " is too long for the column");
        }
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO owners VALUES (?, ?, ?)")) {
            statement.setString(1, event.stream().value());
            statement.setLong(2, event.version());
            statement.setString(3, event.type());
            statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
