package io.eventcore.examples.demo;

import io.eventcore.StreamId;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** Reads the table {@code balances}, as any application would: over a connection of its own. */
final class ReadModel {

    private static final String JDBC = "jdbc:postgresql:";

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
        try (Connection connection = DriverManager.getConnection(jdbcUrl(url));
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

    /** The driver knows no {@code postgres://}, and takes user and password as parameters. */
    static String jdbcUrl(String url) {
        if (url.startsWith(JDBC)) {
            return url;
        }
        URI uri = URI.create(url);
        StringBuilder parameters = new StringBuilder();
        if (uri.getRawUserInfo() != null) {
            // In this form a plus sign is itself; the driver would read it as a space.
            String[] userInfo = uri.getRawUserInfo().replace("+", "%2B").split(":", 2);
            parameters.append("&user=").append(userInfo[0]);
            if (userInfo.length > 1) {
                parameters.append("&password=").append(userInfo[1]);
            }
        }
        if (uri.getRawQuery() != null) {
            parameters.append('&').append(uri.getRawQuery());
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String behind = parameters.isEmpty() ? "" : "?" + parameters.substring(1);
        return JDBC + "//" + uri.getHost() + port + path + behind;
    }
}
