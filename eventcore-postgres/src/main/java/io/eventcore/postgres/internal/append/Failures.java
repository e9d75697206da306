package io.eventcore.postgres.internal.append;

import org.slf4j.Logger;

/** Tells failures that must end nothing: neither does the telling. */
final class Failures {

    private Failures() {}

    /** Writes a failure to the log, if that is possible: there may be no memory for it. */
    @SuppressWarnings("EmptyCatch") // there is nobody left to tell
    static void log(Logger log, String message, Throwable failure) {
        try {
            log.error(message, failure);
        } catch (Throwable untold) { // a logger is code of others too
        }
    }
}
