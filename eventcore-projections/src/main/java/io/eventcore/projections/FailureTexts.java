package io.eventcore.projections;

import io.eventcore.EventCoreException;
import java.io.Serial;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a failure may be logged and stored. The words of an application's own exception are its author's, and stay. The
 * words of what a database, a JSON library or the JDK throws quote the data that it failed on ("For input string: ..."),
 * and so do those of an exception that wraps such a one: of these only class, SQL state and place are shown.
 */
final class FailureTexts {

    /** Whose exceptions quote data. */
    private static final List<String> QUOTING = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "org.postgresql.",
            "com.zaxxer.",
            "tools.jackson.",
            "com.fasterxml.",
            "org.springframework.",
            "org.hibernate.",
            "org.jooq.",
            "org.jdbi.");

    private static final int MOST_CAUSES = 20;

    private FailureTexts() {}

    /** {@return one line: the class, and the words or, if they may quote data, SQL state and place} */
    static String of(Throwable failure) {
        return quotesData(failure) ? withoutWords(failure) : failure.toString();
    }

    /**
     * {@return the failure if its words may be logged, else one of the same place and causes without the words}
     *
     * @param failure anything
     */
    static Throwable cleaned(Throwable failure) {
        return quotesData(failure) || failure.getSuppressed().length > 0 ? copy(failure, 0) : failure;
    }

    private static Throwable copy(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        Throwable cleanCause = cause == null || depth == MOST_CAUSES ? null : copy(cause, depth + 1);
        Throwable copy = failure instanceof SQLException sql
                ? new SQLException(of(failure), sql.getSQLState(), sql.getErrorCode(), cleanCause)
                : new WithoutWords(of(failure), cleanCause);
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    private static boolean quotesData(Throwable failure) {
        int depth = 0;
        for (Throwable part = failure; part != null && depth < MOST_CAUSES; part = part.getCause(), depth++) {
            if (part instanceof EventCoreException) {
                // The store has cleaned what it throws, with its causes, and the application's rejections are its own
                // words.
                return false;
            }
            if (part instanceof SQLException || isThrownByALibrary(part)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isThrownByALibrary(Throwable failure) {
        StackTraceElement[] places = failure.getStackTrace();
        return startsWithAny(places.length == 0 ? failure.getClass().getName() : places[0].getClassName());
    }

    private static boolean startsWithAny(String className) {
        return QUOTING.stream().anyMatch(className::startsWith);
    }

    private static String withoutWords(Throwable failure) {
        StringBuilder text = new StringBuilder(named(failure));
        String before = text.toString();
        int depth = 0;
        for (Throwable cause = failure.getCause(); cause != null && depth < MOST_CAUSES; cause = cause.getCause()) {
            String name = named(cause);
            if (!name.equals(before)) {
                text.append(", caused by ").append(name);
            }
            before = name;
            depth++;
        }
        return text + place(failure) + " (its words may quote data and are left out)";
    }

    private static String named(Throwable failure) {
        String state = failure instanceof SQLException sql ? sql.getSQLState() : null;
        return failure.getClass().getName() + (state == null ? "" : " with SQL state " + state);
    }

    private static String place(Throwable failure) {
        for (StackTraceElement element : failure.getStackTrace()) {
            if (!startsWithAny(element.getClassName())) {
                return " at " + element;
            }
        }
        return "";
    }

    /** Stands for a failure whose words are left out. */
    private static final class WithoutWords extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        WithoutWords(String text, @Nullable Throwable cause) {
            super(text, cause);
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // its own name would say nothing
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
