package io.eventcore.postgres.internal.sql;

import io.eventcore.EventCoreException;
import io.eventcore.InvalidEventException;
import io.eventcore.StorageException;
import io.eventcore.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What PostgreSQL's error codes mean to an event store. */
public final class SqlErrors {

    private static final Set<String> TRY_THE_SAME_AGAIN = Set.of("40001", "40P01");
    private static final Set<String> SERVER_ENDED_THE_SESSION = Set.of("57P01", "57P02", "57P03", "57P05", "25P03");
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
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLTransientConnectionException;
    }

    /** Whether PostgreSQL gave a statement up because of its time-out; a part of it may well take as long. */
    public static boolean isTimeout(SQLException failure) {
        return TOOK_TOO_LONG.contains(stateOf(failure));
    }

    /** Whether a unique constraint was violated. */
    public static boolean isUniqueViolation(SQLException failure) {
        return stateOf(failure).equals("23505");
    }

    /** What a user is told. */
    public static EventCoreException translate(SQLException failure, String doing) {
        String state = stateOf(failure);
        if (isConnectionLoss(failure)) {
            return new StoreUnavailableException(
                    "PostgreSQL cannot be reached for " + doing + ": " + reasonOf(failure), failure);
        }
        if (UNUSABLE_TEXT.contains(state)) {
            return new InvalidEventException(
                    "PostgreSQL refuses the data for " + doing + " (" + state + "): " + reasonOf(failure), failure);
        }
        if (isTimeout(failure)) {
            return new StorageException(
                    "PostgreSQL gave up " + doing + " (" + state + "), for it took longer than the query time-out: "
                            + reasonOf(failure),
                    failure);
        }
        if (state.equals("42P01") || state.equals("42883") || state.equals("3F000")) {
            return new StorageException(
                    "The tables or functions for " + doing + " are missing: call initialize() first. PostgreSQL says ("
                            + state + "): " + reasonOf(failure),
                    failure);
        }
        return new StorageException(
                "PostgreSQL failed at " + doing + " (" + state + "): " + reasonOf(failure), failure);
    }

    /** The words of the innermost failure: a pool's time-out says less than why it could not connect. */
    private static String reasonOf(SQLException failure) {
        Throwable cause = failure;
        while (cause.getCause() instanceof SQLException inner) {
            cause = inner;
        }
        return String.valueOf(cause.getMessage());
    }

    private static String stateOf(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
