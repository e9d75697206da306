package io.eventcore.postgres;

import java.time.Duration;
import java.time.Instant;

/**
 * The connection pool at one moment, and what it has done since the store was created.
 *
 * <p>The figures are read one after another, without stopping the pool: while callers come and go, one may already count
 * what the next does not. A store on a {@code DataSource} of the application's own knows only what that tells: without
 * HikariCP all counts and times are 0; with it the connections of the moment are known, but not what was counted since
 * the start.
 *
 * @param currentConnections open connections in the pool, idle and active
 * @param idleConnections those of them that wait for a caller
 * @param activeConnections those of them that a caller has
 * @param peakConnections the most connections that were open at once since the start, counted whenever one opens. It can
 *     be above the maximum, for the pool may open the successor of a connection while it still closes that
 * @param maxConnections the most that the pool may have
 * @param waitingCallers threads that wait for a connection right now
 * @param utilizationPercent active connections in percent of the maximum, from 0 to 100
 * @param connectionTimeouts callers who got no connection within the connect time-out
 * @param averageAcquisitionTime how long callers waited for a connection, the mean over all since the start; those who
 *     got none are counted with the time that they waited
 * @param maximumAcquisitionTime how long the unluckiest of them waited
 * @param connectionsCreated connections that opened since the start
 * @param connectionsClosed how many of those are closed: by the pool, because of their age, because they idled, or
 *     because they broke
 * @param connectionErrors attempts to open a connection that failed. A connection that breaks later is a closed one
 * @param healthy whether the next caller can expect a connection: the pool is open, the last attempt to open a connection
 *     did not fail, and nobody waits while every connection is in use. It says nothing about the server: ask
 *     {@link PostgresEventStore#healthCheck()}
 * @param lastUpdated when the figures were read
 */
public record PoolMetrics(
        int currentConnections,
        int idleConnections,
        int activeConnections,
        int peakConnections,
        int maxConnections,
        int waitingCallers,
        double utilizationPercent,
        long connectionTimeouts,
        Duration averageAcquisitionTime,
        Duration maximumAcquisitionTime,
        long connectionsCreated,
        long connectionsClosed,
        long connectionErrors,
        boolean healthy,
        Instant lastUpdated) {

    /** Whether every connection that the pool may have is in use. */
    boolean isExhausted() {
        return maxConnections > 0 && activeConnections >= maxConnections;
    }
}
