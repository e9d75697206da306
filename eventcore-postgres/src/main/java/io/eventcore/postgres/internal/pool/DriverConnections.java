package io.eventcore.postgres.internal.pool;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.Driver;

/**
 * Opens the pool's connections, and counts those that opened, those that failed to, and those that are closed.
 *
 * <p>HikariCP's own call-backs would not do: it reports a connection as created also when it could not be opened, does
 * not report the first one, and reports no closing. So the count is taken where the driver is called. A connection that
 * is closed says so itself without I/O, and is asked when the next one opens or when somebody looks.
 */
public final class DriverConnections implements DataSource {

    private static final String LOGIN_TIMEOUT = "loginTimeout";

    private final Driver driver = new Driver();
    private final String url;
    private final Properties properties = new Properties();
    private final FirstLook firstLook;
    private final SessionCheck session;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Connection> open = new HashSet<>();
    private long created;
    private long failed;
    private int peak;
    private boolean lastFailed;

    /**
     * Opens connections to this database.
     *
     * @param url a JDBC URL without user and password, for it shows in {@link #toString()}
     * @param properties what the driver gets besides, user and password among them
     * @param firstLook is taken at each new connection before anyone gets it
     */
    public DriverConnections(String url, Properties properties, FirstLook firstLook) {
        this.url = url;
        this.firstLook = firstLook;
        this.properties.putAll(properties);
        this.session = new SessionCheck(properties);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection;
        try {
            connection = verified(connect());
        } catch (SQLException | RuntimeException e) {
            countFailure();
            throw e;
        }
        count(connection);
        return connection;
    }

    private Connection connect() throws SQLException {
        Connection connection = driver.connect(url, driverProperties());
        if (connection == null) {
            throw new SQLException("The PostgreSQL driver does not understand " + url + ".");
        }
        return connection;
    }

    private Connection verified(Connection connection) throws SQLException {
        try {
            session.verify(connection, this::connect);
            firstLook.at(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Properties driverProperties() {
        lock.lock();
        try {
            Properties copy = new Properties();
            copy.putAll(properties);
            return copy;
        } finally {
            lock.unlock();
        }
    }

    private void count(Connection connection) {
        lock.lock();
        try {
            forgetClosed();
            open.add(connection);
            created++;
            peak = Math.max(peak, open.size());
            lastFailed = false;
        } finally {
            lock.unlock();
        }
    }

    private void countFailure() {
        lock.lock();
        try {
            failed++;
            lastFailed = true;
        } finally {
            lock.unlock();
        }
    }

    private void forgetClosed() {
        open.removeIf(DriverConnections::isClosed);
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            // The driver only looks at a flag. Should it fail all the same, nothing says that the connection is closed.
            return false;
        }
    }

    /** What is asked of a new connection. */
    @FunctionalInterface
    public interface FirstLook {

        /** Leaves the connection as it was; what it throws refuses the connection. */
        void at(Connection connection) throws SQLException;
    }

    /** The counts since the start. */
    public Counts counts() {
        lock.lock();
        try {
            forgetClosed();
            return new Counts(created, created - open.size(), failed, peak, lastFailed);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many connections came and went.
     *
     * @param created how many opened
     * @param closed how many of those are closed, by the pool or because they broke
     * @param failed how many attempts to open one failed
     * @param peak the most that were open at once
     * @param lastFailed whether the latest attempt failed
     */
    public record Counts(long created, long closed, long failed, int peak, boolean lastFailed) {

        /** Before anything was opened. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, false);
    }

    /** Not supported: user and password are among the properties. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("The user is settled when the store is created.");
    }

    /** How long opening a connection may take, unless the database URL says it; for this source only. */
    @Override
    public void setLoginTimeout(int seconds) {
        lock.lock();
        try {
            properties.putIfAbsent(LOGIN_TIMEOUT, Integer.toString(seconds));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int getLoginTimeout() {
        String seconds = driverProperties().getProperty(LOGIN_TIMEOUT, "0");
        try {
            return (int) Float.parseFloat(seconds);
        } catch (NumberFormatException e) {
            // The URL's own text: the driver warns of it, and takes no time-out.
            return 0;
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException("The driver logs by java.util.logging.");
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("The driver logs by java.util.logging.");
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.postgresql");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("A " + getClass().getSimpleName() + " wraps no " + type.getName() + ".");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** Shows no user and no password. */
    @Override
    public String toString() {
        return "DriverConnections[" + url + "]";
    }
}
