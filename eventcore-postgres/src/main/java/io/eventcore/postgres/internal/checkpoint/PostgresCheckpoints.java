package io.eventcore.postgres.internal.checkpoint;

import io.eventcore.CheckpointMovedException;
import io.eventcore.CheckpointStore;
import io.eventcore.ConfigurationException;
import io.eventcore.UnitOfWork;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Checkpoints in the table {@code projection_checkpoints}; a projection's writes share their transaction. */
public final class PostgresCheckpoints implements CheckpointStore {

    private static final String POSITION = """
            SELECT position FROM projection_checkpoints WHERE projection = ?""";

    private static final String CREATE = """
            INSERT INTO projection_checkpoints (projection, position) VALUES (?, 0)
            ON CONFLICT (projection) DO NOTHING""";

    private static final String MOVE = """
            UPDATE projection_checkpoints SET position = ?, updated_at = now() WHERE projection = ? AND position = ?""";

    private final Database database;

    /** Keeps checkpoints in this database. */
    public PostgresCheckpoints(Database database) {
        this.database = database;
    }

    @Override
    public long position(String projection) {
        return database.read(
                "reading the checkpoint of projection '" + projection + "'",
                connection -> select(connection, POSITION, projection));
    }

    @Override
    public void advance(String projection, long from, long to, Work work) throws Exception {
        String doing = "moving the checkpoint of projection '" + projection + "'";
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try {
                move(connection, projection, from, to);
                run(work, new JdbcUnitOfWork(connection));
                connection.commit();
                connection.setAutoCommit(true);
            } catch (Throwable e) {
                Database.rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e, doing);
        } catch (WorkFailure e) {
            throw e.failure;
        }
    }

    /**
     * Moves the checkpoint before the work starts: that one statement also checks and locks the row, so that two runners
     * of one projection never work at once.
     */
    private static void move(Connection connection, String projection, long from, long to) throws SQLException {
        if (isMoved(connection, projection, from, to)) {
            return;
        }
        try (PreparedStatement create = connection.prepareStatement(CREATE)) {
            create.setString(1, projection);
            create.executeUpdate();
        }
        if (!isMoved(connection, projection, from, to)) {
            throw new CheckpointMovedException(projection, from, select(connection, POSITION, projection));
        }
    }

    private static boolean isMoved(Connection connection, String projection, long from, long to) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setLong(1, to);
            statement.setString(2, projection);
            statement.setLong(3, from);
            return statement.executeUpdate() == 1;
        }
    }

    private static long select(Connection connection, String sql, String projection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, projection);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    private static void run(Work work, UnitOfWork unit) throws WorkFailure {
        try {
            work.run(unit);
        } catch (Exception e) {
            throw new WorkFailure(e);
        }
    }

    /** Tells what the work threw from what the store's own statements threw. */
    private static final class WorkFailure extends Exception {
        private static final long serialVersionUID = 1L;
        private final Exception failure;

        WorkFailure(Exception failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** The transaction of one batch. */
    private record JdbcUnitOfWork(Connection connection) implements UnitOfWork {
        @Override
        public <T> T unwrap(Class<T> type) {
            if (type.isInstance(connection)) {
                return type.cast(connection);
            }
            throw new ConfigurationException(
                    "A unit of work on PostgreSQL is a java.sql.Connection, not a " + type.getName() + ".");
        }
    }
}
