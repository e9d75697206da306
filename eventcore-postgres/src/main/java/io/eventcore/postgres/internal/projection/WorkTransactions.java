package io.eventcore.postgres.internal.projection;

import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore.Work;
import io.eventcore.postgres.internal.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;

/** Runs a projection's work in one transaction with the store's own statements. Thread-safe. */
final class WorkTransactions {

    private final Database database;

    WorkTransactions(Database database) {
        this.database = database;
    }

    /** What happens in a transaction: the store's statements, and work by {@link #run(Work, JdbcTransaction)}. */
    @FunctionalInterface
    interface Steps<T> {
        T take(Connection connection, JdbcTransaction transaction) throws SQLException, WorkFailure;
    }

    /**
     * Commits what the steps do, or undoes it if they throw.
     *
     * @param doing what a failure of the store's own statements is said to have happened at
     * @throws Exception what the work throws
     */
    <T> T run(String doing, ProjectionId projection, Steps<T> steps) throws Exception {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try (JdbcTransaction transaction = new JdbcTransaction(connection, projection)) {
                T result = steps.take(connection, transaction);
                connection.commit();
                connection.setAutoCommit(true);
                return result;
            } catch (Throwable e) {
                Database.rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw database.translate(e, doing);
        } catch (WorkFailure e) {
            throw e.failure;
        }
    }

    /** Runs a part of the work. */
    static void run(Work work, JdbcTransaction transaction) throws WorkFailure {
        try {
            work.run(transaction);
        } catch (Exception e) {
            throw new WorkFailure(e);
        }
    }

    /** Tells what the work threw from what the store's own statements threw. */
    static final class WorkFailure extends Exception {
        private static final long serialVersionUID = 1L;
        private final Exception failure;

        private WorkFailure(Exception failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
