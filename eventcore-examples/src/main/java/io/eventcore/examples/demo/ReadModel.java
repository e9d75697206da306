package io.eventcore.examples.demo;

import io.eventcore.StreamId;
import io.eventcore.examples.database.JdbcUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** Reads the table {@code balances}, as any application would: over a connection of its own. */
final class ReadModel {

    private final String url;

    /**
     * The table in a database.
     *
     * @param url in either form that a store understands
     */
    ReadModel(String url) {
        this.url = url;
    }

    /** What is on each account, in cents, at one moment. Blocks. */
    Map<StreamId, Long> balances() {
        Map<StreamId, Long> balances = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(JdbcUrl.of(url));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT account, cents FROM balances")) {
            while (row.next()) {
                balances.put(StreamId.of(row.getString("account")), row.getLong("cents"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The table balances cannot be read: " + e.getMessage(), e);
        }
        return balances;
    }
}
