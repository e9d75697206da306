package io.eventcore.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.eventcore.postgres.internal.pool.Acquisitions;
import io.eventcore.postgres.internal.pool.DriverConnections;
import io.eventcore.postgres.internal.sql.LogWatch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a pool's figures: the connections of the moment from HikariCP, the counts from what it is told of. What is not
 * attached or watched counts as 0. Thread-safe.
 */
final class PoolWatch {

    private static final Logger LOG = LoggerFactory.getLogger(PoolWatch.class);

    private final Acquisitions acquisitions = new Acquisitions();
    private final LogWatch log;
    private volatile @Nullable DriverConnections connections;
    private volatile @Nullable HikariDataSource pool;

    /** New connections tell this which log they lead to. */
    PoolWatch(LogWatch log) {
        this.log = log;
    }

    /** Gets itself told what the pool that is about to be opened does; its connections come from a source that counts. */
    void attachTo(HikariConfig config, String url, Properties properties) {
        DriverConnections source = new DriverConnections(url, properties, log::opened);
        config.setDataSource(source);
        config.setMetricsTrackerFactory((name, stats) -> acquisitions);
        connections = source;
    }

    /** Looks at this pool from now on, if it is one of HikariCP. */
    void watch(DataSource opened) {
        try {
            if (opened.isWrapperFor(HikariDataSource.class)) {
                pool = opened.unwrap(HikariDataSource.class);
            }
        } catch (SQLException e) {
            LOG.debug("The data source does not tell what it wraps, so there are no pool metrics.", e);
        }
    }

    Acquisitions acquisitions() {
        return acquisitions;
    }

    /** Whether the pool was closed; false if there is none to look at. */
    boolean isClosed() {
        HikariDataSource watched = pool;
        return watched != null && watched.isClosed();
    }

    /** The figures of now. Reads no more than counters; never throws. */
    PoolMetrics read() {
        DriverConnections source = connections;
        HikariDataSource watched = pool;
        DriverConnections.Counts counts = source == null ? DriverConnections.Counts.NONE : source.counts();
        // Not PoolStats, which HikariCP hands to trackers: it is up to a second old.
        HikariPoolMXBean now = watched == null ? null : watched.getHikariPoolMXBean();
        int active = now == null ? 0 : now.getActiveConnections();
        int idle = now == null ? 0 : now.getIdleConnections();
        int waiting = now == null ? 0 : now.getThreadsAwaitingConnection();
        int maximum = watched == null ? 0 : watched.getMaximumPoolSize();
        boolean exhausted = maximum > 0 && active >= maximum;
        return new PoolMetrics(
                now == null ? 0 : now.getTotalConnections(),
                idle,
                active,
                counts.peak(),
                maximum,
                waiting,
                maximum == 0 ? 0 : Math.min(100.0, 100.0 * active / maximum),
                acquisitions.timeouts(),
                acquisitions.average(),
                acquisitions.longest(),
                counts.created(),
                counts.closed(),
                counts.failed(),
                !isClosed() && !counts.lastFailed() && !(exhausted && waiting > 0),
                Instant.now());
    }
}
