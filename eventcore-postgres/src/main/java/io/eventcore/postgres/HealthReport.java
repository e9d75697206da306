package io.eventcore.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a store can do its work, as found by one look at the database.
 *
 * @param healthy whether there is no problem
 * @param problems what is wrong, a sentence each that says what to do; empty if all is well. Holds no password, but may
 *     name host, user and tables: do not show it to strangers
 * @param pool the connection pool at the end of the look
 * @param poolClosed whether the store was closed, or its pool
 * @param schema the tables and functions; empty if the database did not answer
 * @param queryLatency how long the database took for a statement that does nothing, without the wait for a connection;
 *     empty if it did not answer
 * @param serverVersion PostgreSQL's version, for example {@code 18.6}; empty if it did not answer
 * @param readOnly whether the server answered and takes no writes: it is a standby, or its transactions are read-only
 * @param lanes the threads that send appends
 * @param checkedAt when the look ended
 */
public record HealthReport(
        boolean healthy,
        List<String> problems,
        PoolMetrics pool,
        boolean poolClosed,
        Optional<SchemaStatus> schema,
        Optional<Duration> queryLatency,
        Optional<String> serverVersion,
        boolean readOnly,
        LaneStatus lanes,
        Instant checkedAt) {

    /**
     * The result of one look.
     *
     * @param healthy whether there is no problem
     * @param problems what is wrong, a sentence each; the list is copied
     * @param pool the connection pool at the end of the look
     * @param poolClosed whether the store was closed, or its pool
     * @param schema the tables and functions; empty if the database did not answer
     * @param queryLatency how long the database took for a statement that does nothing; empty if it did not answer
     * @param serverVersion PostgreSQL's version; empty if it did not answer
     * @param readOnly whether the server answered and takes no writes
     * @param lanes the threads that send appends
     * @param checkedAt when the look ended
     */
    public HealthReport {
        problems = List.copyOf(problems);
    }

    /**
     * The threads of the store that send appends. One that ends is replaced by itself, so fewer than there should be is a
     * state of moments; a store without any takes no appends.
     *
     * @param alive how many can take appends now
     * @param total how many there should be, as {@code appendLanes} says
     * @param lastFailure the class of what a lane failed with last that no append and no outage explains; the log has more.
     *     Empty if there was nothing
     * @param lastFailureAt when that was
     */
    public record LaneStatus(int alive, int total, Optional<String> lastFailure, Optional<Instant> lastFailureAt) {}

    /**
     * What the database holds of EventCore's tables, functions and triggers.
     *
     * @param version the version that is installed; 0 if there is none
     * @param expectedVersion the version that this EventCore works with
     * @param missing what should be there and is not, for example {@code function eventcore_append}
     */
    public record SchemaStatus(int version, int expectedVersion, List<String> missing) {

        /**
         * What was found in the database's catalogues.
         *
         * @param version the version that is installed; 0 if there is none
         * @param expectedVersion the version that this EventCore works with
         * @param missing what should be there and is not; the list is copied
         */
        public SchemaStatus {
            missing = List.copyOf(missing);
        }

        /** {@return whether the version is the expected one and nothing is missing} */
        public boolean complete() {
            return version == expectedVersion && missing.isEmpty();
        }
    }
}
