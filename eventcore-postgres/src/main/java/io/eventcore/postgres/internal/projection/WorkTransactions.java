package io.eventcore.postgres.internal.projection;

import io.eventcore.EventCoreException;
import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore.Work;
import io.eventcore.StorageException;
import io.eventcore.postgres.internal.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Runs a projection's work in one transaction with the store's own statements. The last of them proves that the transaction is
 * alive, and the one that was begun; only then is anything committed, and only then told. Thread-safe.
 */
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

    /** Begins a transaction. */
    @FunctionalInterface
    private interface Begin {
        SessionState on(Connection connection) throws SQLException;
    }

    /** Commits a transaction, by a statement that fails if it cannot be. */
    @FunctionalInterface
    private interface Commit {
        void on(Connection connection, SessionState session, boolean settingsTouched) throws SQLException;
    }

    /**
     * Commits what the steps do, or undoes it if they throw.
     *
     * @param doing what a failure of the store's own statements is said to have happened at
     * @throws Exception what the work throws
     */
    <T> T run(String doing, ProjectionId projection, Steps<T> steps) throws Exception {
        return run(
                doing,
                projection,
                0,
                SessionState::begin,
                steps,
                (connection, session, touched) -> session.commit(connection, touched));
    }

    /**
     * Does work and moves a checkpoint, both or neither.
     *
     * @throws Exception what the work throws
     */
    void advance(String doing, Lease lease, long from, long to, Work work) throws Exception {
        run(
                doing,
                lease.projection(),
                from,
                connection -> CheckpointTable.begin(connection, lease, from),
                (connection, transaction) -> {
                    run(work, transaction);
                    return true;
                },
                (connection, session, touched) -> session.moveAndCommit(connection, touched, lease, from, to));
    }

    private <T> T run(String doing, ProjectionId projection, long position, Begin begin, Steps<T> steps, Commit commit)
            throws Exception {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            JdbcTransaction transaction;
            try {
                transaction = new JdbcTransaction(connection, begin.on(connection), projection, position);
            } catch (Throwable e) {
                Database.rollBack(connection, e);
                throw e;
            }
            return inTransaction(connection, transaction, steps, commit);
        } catch (SQLException e) {
            throw database.translate(e, doing);
        } catch (WorkFailure e) {
            throw e.failure;
        }
    }

    private <T> T inTransaction(Connection connection, JdbcTransaction transaction, Steps<T> steps, Commit commit)
            throws SQLException, WorkFailure {
        GuardedConnection guard = transaction.guard();
        T result;
        try {
            try {
                result = steps.take(connection, transaction);
            } finally {
                transaction.end();
            }
            refuseAfterRefusal(guard);
            commit(connection, transaction, commit);
            connection.setAutoCommit(true);
        } catch (Throwable e) {
            Database.rollBack(connection, e);
            cleanUp(connection, guard, e);
            if (e instanceof WorkFailure) {
                refuseAfterRefusal(guard);
            }
            throw e;
        }
        if (guard.tracesLeft()) {
            database.discard(connection);
        }
        return result;
    }

    /** Whatever the work made of the refusal, and of its exception: that is what is told. */
    private static void refuseAfterRefusal(GuardedConnection guard) throws WorkFailure {
        if (guard.refusal().isPresent()) {
            SQLException refusal = guard.refusal().get();
            throw new WorkFailure(new StorageException(String.valueOf(refusal.getMessage()), refusal));
        }
    }

    private static void commit(Connection connection, JdbcTransaction transaction, Commit commit)
            throws SQLException, WorkFailure {
        GuardedConnection guard = transaction.guard();
        try {
            commit.on(connection, transaction.session(), guard.settingsTouched());
        } catch (SQLException e) {
            Optional<EventCoreException> broken = transaction.explain(e);
            if (broken.isPresent()) {
                throw new WorkFailure(broken.get());
            }
            throw e;
        }
    }

    /** The rollback has undone the settings, unless the work has committed them. Locks of the session stay in any case. */
    private void cleanUp(Connection connection, GuardedConnection guard, Throwable failure) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
            if (guard.tracesLeft() || guard.refusal().isPresent() || BrokenWork.hasEndedTheTransaction(failure)) {
                database.discard(connection);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
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
