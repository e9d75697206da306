package io.eventcore.postgres.internal.feed;

import io.eventcore.EventCoreException;
import io.eventcore.postgres.internal.sql.Database;
import io.github.resilience4j.core.IntervalFunction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the hints of others, over a connection and on a thread of its own, and connects again when that breaks. */
final class HintListener {

    private static final Logger log = LoggerFactory.getLogger(HintListener.class);

    private static final String CHANNEL = "SELECT " + NotifyHints.CHANNEL;

    /** How long one call of the driver waits; it costs no round trip. */
    private static final int WAIT_MILLIS = 10_000;

    private static final IntervalFunction DELAYS =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2, 0.5, Duration.ofSeconds(10));

    /** By then the delay has long reached its maximum. */
    private static final int LAST_GROWTH = 30;

    private final Database database;
    private final String sender;
    private final Runnable onHint;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Connection connection;
    private volatile boolean stopped;
    private int failures;

    private HintListener(Database database, String sender, Runnable onHint) {
        this.database = database;
        this.sender = sender;
        this.onHint = onHint;
    }

    /**
     * Starts a thread that listens.
     *
     * @param sender whose hints are left out
     */
    static HintListener start(Database database, String name, String sender, Runnable onHint) {
        HintListener listener = new HintListener(database, sender, onHint);
        Thread thread = new Thread(listener::run, name);
        thread.setDaemon(true);
        thread.start();
        return listener;
    }

    /** Ends soon; waits for nothing, for a callback may call this. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
            if (connection != null) {
                abort(connection);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!stopped) {
            try (Connection opened = database.connect()) {
                if (holds(opened)) {
                    listen(opened);
                }
            } catch (SQLException | EventCoreException e) {
                if (!stopped) {
                    waitAfter(e);
                }
            }
        }
    }

    private boolean holds(@Nullable Connection opened) {
        lock.lock();
        try {
            connection = stopped ? null : opened;
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private void listen(Connection opened) throws SQLException {
        try {
            subscribe(opened);
            if (failures > 0) {
                log.info("The store hears of the commits of other processes again.");
                failures = 0;
            }
            onHint.run();
            PGConnection driver = opened.unwrap(PGConnection.class);
            while (!stopped) {
                hear(driver.getNotifications(WAIT_MILLIS));
            }
        } finally {
            // Nobody else should get a connection that is broken, or that goes on to listen.
            holds(null);
            abort(opened);
        }
    }

    private static void subscribe(Connection opened) throws SQLException {
        String channel;
        try (PreparedStatement look = opened.prepareStatement(CHANNEL);
                ResultSet row = look.executeQuery()) {
            row.next();
            channel = row.getString(1);
        }
        try (Statement statement = opened.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
    }

    private void hear(PGNotification @Nullable [] hints) {
        if (hints == null) {
            return;
        }
        for (PGNotification hint : hints) {
            if (!hint.getParameter().equals(sender)) {
                onHint.run();
                return;
            }
        }
    }

    private static void abort(Connection opened) {
        try {
            opened.abort(Runnable::run);
        } catch (SQLException e) {
            log.debug("A connection could not be aborted; it is closed anyway.", e);
        }
    }

    private void waitAfter(Exception failure) {
        if (failures == 0) {
            log.warn(
                    "The store does not hear of the commits of other processes; until it does, its projections find"
                            + " them by polling.",
                    failure);
        }
        failures++;
        long nanos = TimeUnit.MILLISECONDS.toNanos(DELAYS.apply(Math.min(failures, LAST_GROWTH)));
        lock.lock();
        try {
            while (!stopped && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            stopped = true;
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
