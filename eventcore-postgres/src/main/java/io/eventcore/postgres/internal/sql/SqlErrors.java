package io.eventcore.postgres.internal.sql;

import io.eventcore.EventCoreException;
import io.eventcore.InvalidEventException;
import io.eventcore.OverloadedException;
import io.eventcore.QueryTimeoutException;
import io.eventcore.StorageException;
import io.eventcore.StoreReadOnlyException;
import io.eventcore.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** What PostgreSQL's error codes mean to an event store. */
public final class SqlErrors {

    private static final Set<String> TRY_THE_SAME_AGAIN = Set.of("40001", "40P01");
    private static final Set<String> SERVER_ENDED_THE_SESSION = Set.of("57P01", "57P02", "57P03", "57P05", "25P03");
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String READ_ONLY = "25006";
    private static final String NOT_SUPPORTED = "0A000";

    /** What of PostgreSQL's code refuses SERIALIZABLE on a standby; its words depend on the server's language. */
    private static final String SERIALIZABLE_SNAPSHOT = "GetSerializableTransactionSnapshot";

    /** Classes of errors that say nothing about the data: another request would meet them too. */
    private static final Set<String> NOT_ABOUT_THE_DATA = Set.of("25", "28", "3D", "3F", "42", "53", "55", "57", "58");

    /** What a statement can meet on a connection that is well: data, constraints, other transactions, RAISE. */
    private static final Set<String> ABOUT_THE_DATA = Set.of("21", "22", "23", "40", "54", "P0");

    /** Classes of errors with which PostgreSQL may end the session, or all of them. */
    private static final Set<String> ENDS_SESSIONS = Set.of("53", "57", "58", "XX");

    private static final Set<String> TOOK_TOO_LONG = Set.of("57014", "55P03");
    private static final Set<String> UNUSABLE_TEXT = Set.of("22021", "22P02", "22P05", "54000");

    private SqlErrors() {}

    /** Whether the transaction lost against another one and may simply be run again. */
    public static boolean isSerializationFailure(SQLException failure) {
        return TRY_THE_SAME_AGAIN.contains(stateOf(failure));
    }

    /** Whether the connection is gone, so that what it was doing may or may not have been committed. */
    public static boolean isConnectionLoss(SQLException failure) {
        String state = stateOf(failure);
        return state.startsWith("08")
                || SERVER_ENDED_THE_SESSION.contains(state)
                || state.equals(TOO_MANY_CONNECTIONS)
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLTransientConnectionException;
    }

    /** Whether there is no connection, be it that the server is out of reach or that all are in use. */
    public static boolean isWithoutConnection(SQLException failure) {
        return isConnectionLoss(failure) || failure instanceof PoolExhaustedException;
    }

    /**
     * Whether the same may succeed soon. A pool that had nothing to give is not asked again: its callers have waited as
     * long as it lets them.
     */
    public static boolean isTransient(SQLException failure) {
        return isSerializationFailure(failure)
                || (isConnectionLoss(failure) && !(failure instanceof SQLTransientConnectionException));
    }

    /** Whether other requests would fail in the same way: for want of time, of space, of tables or of rights. */
    public static boolean concernsEveryRequest(SQLException failure) {
        String state = stateOf(failure);
        return isReadOnly(failure) || (state.length() >= 2 && NOT_ABOUT_THE_DATA.contains(state.substring(0, 2)));
    }

    /** Whether the server, the database or the session takes no writes, which may pass, or be another server's turn. */
    public static boolean isReadOnly(SQLException failure) {
        String state = stateOf(failure);
        // SERIALIZABLE is refused on a standby before anything else is.
        return state.equals(READ_ONLY) || (state.equals(NOT_SUPPORTED) && comesFrom(failure, SERIALIZABLE_SNAPSHOT));
    }

    private static boolean comesFrom(SQLException failure, String routine) {
        return failure instanceof PSQLException said
                && said.getServerErrorMessage() != null
                && routine.equals(said.getServerErrorMessage().getRoutine());
    }

    private static boolean isTimeout(SQLException failure) {
        return TOOK_TOO_LONG.contains(stateOf(failure));
    }

    /**
     * Whether PostgreSQL itself has refused a statement, so that nothing of it is stored. Every other failure of a
     * statement that was sent, be it of the driver, of the pool or of the client's own code, says nothing about that.
     */
    public static boolean isRefusal(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
                return !isConnectionLoss(failure) && !isConnectionLoss(refused);
            }
        }
        return false;
    }

    /** Whether a refusal concerns the data alone, or other transactions: the connection is as good as before. */
    public static boolean leavesTheConnectionGood(SQLException refusal) {
        String state = stateOf(refusal);
        return TOOK_TOO_LONG.contains(state) || (state.length() >= 2 && ABOUT_THE_DATA.contains(state.substring(0, 2)));
    }

    /** Whether the server may have ended the session with it: such a refusal counts only if the session lives. */
    public static boolean mayHaveEndedTheSession(SQLException refusal) {
        String state = stateOf(refusal);
        return state.length() < 2 || (!TOOK_TOO_LONG.contains(state) && ENDS_SESSIONS.contains(state.substring(0, 2)));
    }

    /** Whether a unique constraint was violated. */
    public static boolean isUniqueViolation(SQLException failure) {
        return stateOf(failure).equals("23505");
    }

    /** What a user is told, in words that quote no data; so does the cause. */
    public static EventCoreException translate(SQLException failure, String doing) {
        String state = stateOf(failure);
        String reason = ServerText.of(failure);
        SQLException cause = ServerText.cleaned(failure);
        if (failure instanceof PoolExhaustedException) {
            return new OverloadedException("No connection for " + doing + ": " + failure.getMessage(), cause);
        }
        if (isConnectionLoss(failure)) {
            return new StoreUnavailableException("PostgreSQL cannot be reached for " + doing + ": " + reason, cause);
        }
        if (isReadOnly(failure)) {
            return new StoreReadOnlyException(
                    "PostgreSQL takes no writes, so " + doing + " was not done: the server is a standby, or"
                            + " default_transaction_read_only is on. Connect to the primary server, or wait until it takes writes"
                            + " again. PostgreSQL says (" + state + "): " + reason,
                    cause);
        }
        if (UNUSABLE_TEXT.contains(state)) {
            return new InvalidEventException(
                    "PostgreSQL refuses the data for " + doing + " (" + state + "): " + reason, cause);
        }
        if (isTimeout(failure)) {
            return new QueryTimeoutException(
                    "PostgreSQL gave up " + doing + " (" + state + "), for it took longer than the query time-out: "
                            + reason,
                    cause);
        }
        if (state.equals("42501")) {
            return new StorageException(
                    "The database user may not do what " + doing
                            + " needs: grant it the rights that docs/schema.md lists. PostgreSQL says (" + state
                            + "): " + reason,
                    cause);
        }
        if (state.equals("3F000")) {
            return new StorageException(
                    "The schema for " + doing + " does not exist: correct the schema in PostgresConfig, or call"
                            + " initialize() first, which creates it. PostgreSQL says (" + state + "): " + reason,
                    cause);
        }
        if (state.equals("42P01") || state.equals("42883")) {
            return new StorageException(
                    "The tables or functions for " + doing + " are missing: call initialize() first, or correct"
                            + " the schema in PostgresConfig if they are in another. PostgreSQL says ("
                            + state + "): " + reason,
                    cause);
        }
        return new StorageException("PostgreSQL failed at " + doing + " (" + state + "): " + reason, cause);
    }

    private static String stateOf(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
