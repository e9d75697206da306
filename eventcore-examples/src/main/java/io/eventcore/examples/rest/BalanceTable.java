package io.eventcore.examples.rest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** Reads the table that the projection of the bank keeps. Thread-safe. */
final class BalanceTable {

    private final DataSource dataSource;

    BalanceTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is on an account, in cents; empty if the table does not have it. Blocks. */
    OptionalLong cents(String account) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT cents FROM balances WHERE account = ?")) {
            select.setString(1, account);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong("cents")) : OptionalLong.empty();
            }
        }
    }
}
