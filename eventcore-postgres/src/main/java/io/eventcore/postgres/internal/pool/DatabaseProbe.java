package io.eventcore.postgres.internal.pool;

import io.eventcore.postgres.internal.feed.FeedObstacles;
import io.eventcore.postgres.internal.schema.SchemaState;
import io.eventcore.postgres.internal.sql.ConnectionSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** Asks the database, over a connection of the pool, how it is. */
public final class DatabaseProbe {

    /** The driver sets the socket's time-out at once and needs no thread for it. */
    private static final Executor AT_ONCE = Runnable::run;

    private final ConnectionSource connections;

    /** Takes a connection of this source for each look. */
    public DatabaseProbe(ConnectionSource connections) {
        this.connections = connections;
    }

    /**
     * Looks. Blocks until there is a connection, then for no longer than the limit at each of a few statements.
     *
     * @throws SQLException if there is no connection, or the database does not answer
     */
    public Finding run(Duration limit) throws SQLException {
        try (Connection connection = connections.open()) {
            int before = connection.getNetworkTimeout();
            // Behind a network that swallows packets a read would last as long as the pool allows its queries, or for
            // ever.
            connection.setNetworkTimeout(AT_ONCE, (int) Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE)));
            try {
                return look(connection);
            } finally {
                if (!connection.isClosed()) {
                    connection.setNetworkTimeout(AT_ONCE, before);
                }
            }
        }
    }

    private static Finding look(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long start = System.nanoTime();
            statement.execute("SELECT 1");
            Duration latency = Duration.ofNanos(System.nanoTime() - start);
            try (ResultSet row = statement.executeQuery("""
                    SELECT current_setting('server_version'), pg_is_in_recovery(),
                           current_setting('transaction_read_only')::boolean""")) {
                row.next();
                String version = row.getString(1);
                boolean standby = row.getBoolean(2);
                boolean readOnly = row.getBoolean(3);
                SchemaState schema = SchemaState.of(connection);
                List<String> obstacles = schema.version() == SchemaState.expectedVersion()
                                && schema.missing().isEmpty()
                                && !standby
                        ? FeedObstacles.find(connection)
                        : List.of();
                return new Finding(latency, version, standby, readOnly, schema, obstacles);
            }
        }
    }

    /**
     * What the database said.
     *
     * @param latency the time from sending a statement that does nothing to its answer
     * @param serverVersion as the server tells it, for example {@code 18.6}
     * @param standby whether the server follows another one
     * @param readOnly whether transactions may not write
     * @param schema what there is of the tables and functions
     * @param obstacles what stops the feed or a projection, a sentence each
     */
    public record Finding(
            Duration latency,
            String serverVersion,
            boolean standby,
            boolean readOnly,
            SchemaState schema,
            List<String> obstacles) {}
}
