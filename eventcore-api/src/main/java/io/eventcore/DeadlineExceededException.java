package io.eventcore;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time-out of a read, an append or a command ended first. */
public final class DeadlineExceededException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Whether the append may have been stored, or may yet be. */
    private final boolean mayHaveCommitted;

    private DeadlineExceededException(String message, boolean mayHaveCommitted) {
        super(ErrorCode.DEADLINE_EXCEEDED, message, null);
        this.mayHaveCommitted = mayHaveCommitted;
    }

    /**
     * {@return the error of a time-out that ended before anything was sent: nothing was appended}
     *
     * @param timeout how long the caller was ready to wait; the message says it in milliseconds
     */
    public static DeadlineExceededException beforeStart(Duration timeout) {
        return new DeadlineExceededException(
                "The time-out of " + TimeUnit.MILLISECONDS.convert(timeout)
                        + " ms ended before the append started; nothing was appended.",
                false);
    }

    /**
     * {@return the error of a time-out that ended while streams were read: nothing was appended}
     *
     * @param timeout how long the caller was ready to wait; the message says it in milliseconds
     */
    public static DeadlineExceededException whileReading(Duration timeout) {
        return new DeadlineExceededException(
                "The time-out of " + TimeUnit.MILLISECONDS.convert(timeout)
                        + " ms ended while streams were read; nothing was appended.",
                false);
    }

    /**
     * {@return the error of a time-out that ended while an append was under way}
     *
     * @param timeout how long the caller was ready to wait; the message says it in milliseconds
     */
    public static DeadlineExceededException underWay(Duration timeout) {
        return new DeadlineExceededException(
                "The time-out of " + TimeUnit.MILLISECONDS.convert(timeout)
                        + " ms ended while the append was under way; it may still commit.",
                true);
    }

    /** The same about the time-out of which this one was a part. */
    DeadlineExceededException ofWhole(Duration timeout) {
        return mayHaveCommitted ? underWay(timeout) : beforeStart(timeout);
    }

    /** {@return whether the append may have been stored, or may yet be} */
    public boolean mayHaveCommitted() {
        return mayHaveCommitted;
    }
}
