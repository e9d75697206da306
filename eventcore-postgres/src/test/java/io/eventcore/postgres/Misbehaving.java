package io.eventcore.postgres;

import io.eventcore.StoredEvent;
import io.eventcore.projections.JdbcProjection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes down each position, as it must, and does something else to its connection at one of them. */
record Misbehaving(long at, Misdeed misdeed) implements JdbcProjection<Deposited> {

    /** What it does. */
    @FunctionalInterface
    interface Misdeed {
        void on(Connection connection) throws Exception;
    }

    @Override
    public String name() {
        return "positions";
    }

    @Override
    public void initialize(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS positions (position bigint PRIMARY KEY)");
        }
    }

    @Override
    public void apply(StoredEvent<Deposited> event, Connection connection) throws Exception {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO positions VALUES (?)")) {
            statement.setLong(1, event.position());
            statement.execute();
        } catch (SQLException e) {
            // A projection that looks away. What its transaction is worth then is not its own affair.
            if (event.position() < at) {
                throw e;
            }
        }
        if (event.position() == at) {
            misdeed.on(connection);
        }
    }
}
