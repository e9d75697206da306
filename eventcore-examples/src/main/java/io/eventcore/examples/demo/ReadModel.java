package io.eventcore.examples.demo;

import io.eventcore.CheckpointStore;
import io.eventcore.StreamId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** Reads the table {@code balances} as it stands at the projection's checkpoint. */
final class ReadModel {

    private final CheckpointStore checkpoints;
    private final String projection;

    ReadModel(CheckpointStore checkpoints, String projection) {
        this.checkpoints = checkpoints;
        this.projection = projection;
    }

    /**
     * What is on each account, in cents. Blocks.
     *
     * <p>It reads in a transaction that leaves the checkpoint where it is, and so holds it still: no runner changes the
     * table meanwhile.
     */
    Map<StreamId, Long> balances() {
        Map<StreamId, Long> balances = new HashMap<>();
        long position = checkpoints.position(projection);
        try {
            checkpoints.advance(
                    projection, position, position, unit -> select(unit.unwrap(Connection.class), balances));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The table balances cannot be read: " + e.getMessage(), e);
        }
        return balances;
    }

    private static void select(Connection connection, Map<StreamId, Long> balances) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT account, cents FROM balances")) {
            while (row.next()) {
                balances.put(StreamId.of(row.getString("account")), row.getLong("cents"));
            }
        }
    }
}
