package io.eventcore.postgres.internal.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.eventcore.LogEpoch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which log the store's connections lead to. Each new connection is asked, and the latest one says what is true: so a
 * restart, a crash, a promotion or a restore is seen as soon as the store is connected again, before anything is read or
 * appended. Thread-safe.
 *
 * <p>Who reads on a connection that was {@linkplain #accepts accepted}, and finds the same epoch before and after, has read
 * in that epoch: epochs never come back.
 */
public final class LogWatch {

    private static final Logger log = LoggerFactory.getLogger(LogWatch.class);

    private final ReentrantLock lock = new ReentrantLock();
    /** By the driver's own connection, which is forgotten with it. */
    private final Cache<PGConnection, Known> connections =
            Caffeine.newBuilder().weakKeys().build();

    private final boolean mayReadStandby;
    private volatile @Nullable Known current;

    /** Nothing is known yet. A standby is refused once the store was connected to a primary server. */
    public LogWatch() {
        this(false);
    }

    /**
     * Nothing is known yet.
     *
     * @param mayReadStandby whether the user has asked for connections to standbys
     */
    public LogWatch(boolean mayReadStandby) {
        this.mayReadStandby = mayReadStandby;
    }

    /** The epoch of the log that the latest connection leads to. Costs nothing. */
    public LogEpoch epoch() {
        Known known = current;
        return known == null ? LogEpoch.ONLY : known.epoch;
    }

    /**
     * Asks a new connection.
     *
     * @return the epoch that it belongs to, which is the present one
     * @throws SQLException also if the server is a standby, which may be behind, and the store knew a primary before
     */
    public LogEpoch opened(Connection connection) throws SQLException {
        return look(connection).epoch;
    }

    /** Whether a connection leads to the log of now. One that was never seen is asked, and is right. */
    public boolean accepts(Connection connection) throws SQLException {
        return epochOf(connection) == epoch();
    }

    /** The epoch that a connection belongs to, which may be over. */
    public LogEpoch epochOf(Connection connection) throws SQLException {
        Known known = known(connection);
        return known == null ? opened(connection) : known.epoch;
    }

    /** Whether a connection that was accepted leads to a server that only follows another one. */
    public boolean isToStandby(Connection connection) throws SQLException {
        Known known = known(connection);
        return known != null && known.identity.isStandby();
    }

    private @Nullable Known known(Connection connection) throws SQLException {
        PGConnection own = own(connection);
        return own == null ? null : connections.getIfPresent(own);
    }

    private static @Nullable PGConnection own(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class) ? connection.unwrap(PGConnection.class) : null;
    }

    private Known look(Connection connection) throws SQLException {
        LogIdentity found = LogIdentity.of(connection);
        PGConnection own = own(connection);
        lock.lock();
        try {
            Known known = noted(found);
            if (own != null) {
                connections.put(own, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Known noted(LogIdentity found) throws SQLException {
        Known before = current;
        if (before != null && !mayReadStandby && found.isStandby() && !before.identity.isStandby()) {
            throw new SQLException(
                    "the server is a standby now, which takes no appends and may be behind: the address must lead to the"
                            + " primary server",
                    "08001");
        }
        if (before != null && before.identity.isSameLogAs(found)) {
            Known same = new Known(found.events().isEmpty() ? before.identity : found, before.epoch);
            current = same;
            return same;
        }
        Known now = new Known(found, LogEpoch.of(found.toString()));
        current = now;
        if (before != null) {
            log.warn(
                    "This is another log, or its server was started again: {}; before it was {}. What this process remembers"
                            + " of streams and positions is dropped, and read again.",
                    found,
                    before.identity);
        }
        return now;
    }

    private record Known(LogIdentity identity, LogEpoch epoch) {}
}
