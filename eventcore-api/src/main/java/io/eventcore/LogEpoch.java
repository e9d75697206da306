package io.eventcore;

/**
 * Names what a store reads and writes at a moment: one log, on one server, since that server last started. Whatever is
 * remembered of it (states, versions, positions, pages) belongs to it. After a crash, a promotion or a restore the log may
 * have lost its last events, and may give the same versions and positions to others; the store then is in another epoch.
 *
 * <p>Opaque: two of them are equal only if they are the same object, and none comes back. Thread-safe.
 */
public final class LogEpoch {

    /** The only one of a store whose log never goes back, for example in memory. */
    public static final LogEpoch ONLY = new LogEpoch("the only one");

    private final String description;

    private LogEpoch(String description) {
        this.description = description;
    }

    /**
     * {@return an epoch that differs from every other one} For adapters.
     *
     * @param description tells people which log it is, for example server and timeline
     */
    public static LogEpoch of(String description) {
        return new LogEpoch(description);
    }

    /** {@return which log it is, for people} */
    @Override
    public String toString() {
        return description;
    }
}
