package io.eventcore.torture.nemesis;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A connection of the nemesis's own, beside the proxy. */
final class Sql implements AutoCloseable {

    private final Connection connection;

    private Sql(Connection connection) {
        this.connection = connection;
    }

    static Sql open(String url) throws SQLException {
        return new Sql(DriverManager.getConnection(url));
    }

    /** Opens a transaction. */
    static Sql begin(String url) throws SQLException {
        Sql sql = open(url);
        sql.connection.setAutoCommit(false);
        return sql;
    }

    /** The first column of the first row, as a text; empty if there is none. */
    String run(String statement, Object... values) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                prepared.setObject(i + 1, values[i]);
            }
            if (!prepared.execute()) {
                return "";
            }
            ResultSet row = prepared.getResultSet();
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    Connection connection() {
        return connection;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // the server may be gone
        }
    }
}
