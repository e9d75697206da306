package io.eventcore.postgres.internal.sql;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What of a database error may be shown. The server's texts quote the data that they are about: in the detail ("Key
 * (name)=(Jane) already exists"), in where it happened, in the values of the statement, and for some errors in the message
 * itself ("invalid input syntax for type integer: "Jane""). So only the message is ever shown, and only for kinds of
 * errors whose messages name tables, settings and rights, but no data. All others are named by their code and by what the
 * code means; the whole text is in the server's log.
 */
public final class ServerText {

    /** Classes of errors whose messages, as the server itself writes them, quote no data. */
    private static final Set<String> NAMES_NO_DATA =
            Set.of("08", "0A", "23", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58", "XX");

    /** "syntax error at or near ..." quotes the statement, and class 42 has a few that quote a value. */
    private static final Set<String> QUOTES_ALL_THE_SAME = Set.of("42601", "42804", "42846", "42P13", "42P17");

    /** What PL/pgSQL calls the place where a function raises an error: its text is whatever its author wrote. */
    private static final String RAISED = "exec_stmt_raise";

    private static final String INVALID_PARAMETER = "22023";

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("22001", "a text is too long for its column"),
            Map.entry("22003", "a number is out of range"),
            Map.entry("22007", "a text is no date or time"),
            Map.entry("22008", "a date or time is out of range"),
            Map.entry("22012", "a division by zero"),
            Map.entry("22021", "a text has a character that the database cannot store, for example NUL"),
            Map.entry(INVALID_PARAMETER, "a parameter has a value that it cannot have"),
            Map.entry("22032", "a text is no JSON"),
            Map.entry("22P02", "a text is no value of its type, for example no JSON or no number"),
            Map.entry("22P05", "a text has a character that the database's encoding cannot express, for example NUL"),
            Map.entry("25006", "transactions are read-only here"),
            Map.entry("53100", "the disk is full"),
            Map.entry("53200", "the server is out of memory"),
            Map.entry("53300", "the server has too many connections"),
            Map.entry("53400", "a limit of the server's configuration is reached"),
            Map.entry("54000", "a value is larger than PostgreSQL allows"),
            Map.entry("58030", "the server could not read or write a file"));

    private ServerText() {}

    /** The words of the innermost failure, as far as they may be shown: a pool's time-out says less than why it could not connect. */
    public static String of(SQLException failure) {
        SQLException innermost = failure;
        while (innermost.getCause() instanceof SQLException inner) {
            innermost = inner;
        }
        return networkText(innermost).orElse(said(innermost));
    }

    private static String said(SQLException failure) {
        String state = stateOf(failure);
        ServerErrorMessage server = failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (server == null) {
            // The driver's own words; only where it reads or converts a value do they quote data.
            return state.startsWith("22") || state.startsWith("07") || state.startsWith("42") || isBatch(failure)
                    ? meaning(state)
                    : String.valueOf(failure.getMessage());
        }
        if (state.equals(INVALID_PARAMETER)
                && String.valueOf(server.getMessage()).contains("TimeZone")) {
            return "the server does not know the time zone of this Java machine, '"
                    + TimeZone.getDefault().getID()
                    + "', which the driver asks for: start Java with another one, for example -Duser.timezone=UTC";
        }
        boolean quotes = !NAMES_NO_DATA.contains(state.length() < 2 ? "" : state.substring(0, 2))
                || QUOTES_ALL_THE_SAME.contains(state)
                || RAISED.equals(server.getRoutine());
        return quotes ? meaning(state) : String.valueOf(server.getMessage());
    }

    /** "Batch entry 0 INSERT ... VALUES ('Jane') was aborted". */
    private static boolean isBatch(SQLException failure) {
        return failure instanceof java.sql.BatchUpdateException;
    }

    private static String meaning(String state) {
        return MEANINGS.getOrDefault(state, "an error of the class " + classOf(state))
                + "; the words of the error may quote data and are left out, see the server's log";
    }

    private static String classOf(String state) {
        return state.length() < 2 ? "unknown" : state.substring(0, 2);
    }

    /** The driver says no more than "The connection attempt failed." of a name that leads nowhere. */
    private static Optional<String> networkText(SQLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return Optional.of("the host name '" + cause.getMessage()
                        + "' cannot be resolved: check its spelling in the database URL, and the DNS");
            }
            if (cause instanceof SocketTimeoutException && !(cause instanceof ConnectException)) {
                return Optional.of(
                        "the server did not answer in time: check the host, the port, and that the network lets it through");
            }
        }
        return Optional.empty();
    }

    /**
     * The failure as it may be logged, with its causes: the same place, code and kind, and no word that may quote data.
     * A failure that says nothing of that sort is returned as it is.
     */
    public static SQLException cleaned(SQLException failure) {
        if (isClean(failure)) {
            return failure;
        }
        Throwable cause = failure.getCause();
        SQLException clean = new SQLException(
                "PostgreSQL's error " + stateOf(failure) + ": " + said(failure),
                failure.getSQLState(),
                failure.getErrorCode(),
                cause instanceof SQLException inner ? cleaned(inner) : null);
        clean.setStackTrace(failure.getStackTrace());
        return clean;
    }

    private static boolean isClean(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && (!said(sql).equals(ownWords(sql))
                            || sql.getNextException() != null
                            || sql.getSuppressed().length > 0)) {
                return false;
            }
        }
        return true;
    }

    /** What the failure's message says beyond what the server calls its message: a detail, for one. */
    private static @Nullable String ownWords(SQLException failure) {
        String message = failure.getMessage();
        ServerErrorMessage server = failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (server == null || message == null) {
            return message;
        }
        String prefix = server.getSeverity() + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    private static String stateOf(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
