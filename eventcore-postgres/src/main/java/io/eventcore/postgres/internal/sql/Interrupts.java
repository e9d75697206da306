package io.eventcore.postgres.internal.sql;

import io.eventcore.ExecutionInterruptedException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;

/**
 * Tells interruptions of the calling thread from failures of the database. A caller who gives up is no outage: neither
 * the circuit breaker counts it, nor is anything tried again. A thread whose interrupt flag is set gets no connection.
 */
final class Interrupts {

    private Interrupts() {}

    /** @throws ExecutionInterruptedException if the interrupt flag of the calling thread is set */
    static void check(String waitedFor) {
        if (Thread.currentThread().isInterrupted()) {
            throw told(waitedFor, new InterruptedException());
        }
    }

    /**
     * Whether a failure comes from an interruption of the calling thread, and is no answer of PostgreSQL's. Pools do not agree
     * on whether they set the flag again.
     */
    static boolean caused(SQLException failure) {
        if (SqlErrors.isRefusal(failure)) {
            return false;
        }
        if (Thread.currentThread().isInterrupted()) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException
                    || (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException))) {
                return true;
            }
        }
        return false;
    }

    /** What the caller is told; sets the interrupt flag. */
    static ExecutionInterruptedException told(String waitedFor, Exception cause) {
        Thread.currentThread().interrupt();
        return new ExecutionInterruptedException(
                "The thread was interrupted at " + waitedFor + ".",
                cause instanceof SQLException failure ? ServerText.cleaned(failure) : cause);
    }
}
