package io.eventcore;

/** A stream has another version than the append expects; nothing was appended. */
public final class VersionConflictException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final transient ExpectedVersion expected;
    /** The version that the stream has. */
    private final long actual;
    /** How often a command was tried, or 1 for a single append. */
    private final int attempts;

    /**
     * A conflict that one append met.
     *
     * @param stream the stream that moved
     * @param expected what the append expected
     * @param actual the version that the stream has, 0 if it has no events
     */
    public VersionConflictException(StreamId stream, ExpectedVersion expected, long actual) {
        this(stream, expected, actual, 1);
    }

    private VersionConflictException(StreamId stream, ExpectedVersion expected, long actual, int attempts) {
        super(
                ErrorCode.VERSION_CONFLICT,
                "Stream '" + stream + "' has version " + actual + ", expected was " + expected
                        + (attempts == 1 ? "." : "; given up after " + attempts + " attempts."),
                null);
        this.stream = stream;
        this.expected = expected;
        this.actual = actual;
        this.attempts = attempts;
    }

    /** The same conflict, as the last of several attempts. */
    VersionConflictException afterAttempts(int count) {
        VersionConflictException last = new VersionConflictException(stream, expected, actual, count);
        last.addSuppressed(this);
        return last;
    }

    /** {@return the stream that moved} */
    public StreamId stream() {
        return stream;
    }

    /** {@return what the append expected} */
    public ExpectedVersion expected() {
        return expected;
    }

    /** {@return the version that the stream has, 0 if it has no events} */
    public long actual() {
        return actual;
    }

    /** {@return how often a command was tried, or 1 for a single append} */
    public int attempts() {
        return attempts;
    }
}
