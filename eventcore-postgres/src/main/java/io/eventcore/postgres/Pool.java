package io.eventcore.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.eventcore.ConfigurationException;
import io.eventcore.EventCoreException;
import io.eventcore.StoreClosedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.postgres.internal.sql.ConnectionSource;
import io.eventcore.postgres.internal.sql.PoolExhaustedException;
import io.eventcore.postgres.internal.sql.ServerText;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's own pool of connections, by HikariCP. */
final class Pool implements ConnectionSource {

    private static final Logger log = LoggerFactory.getLogger(Pool.class);

    /** How much longer than a query may take the driver waits for a server that has fallen silent. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** How long the test of a connection may take. */
    private static final int TEST_SECONDS = 5;

    private final HikariDataSource hikari;
    private final PostgresConfig config;

    private Pool(HikariDataSource hikari, PostgresConfig config) {
        this.hikari = hikari;
        this.config = config;
    }

    /**
     * Opens the pool, and with it a first connection.
     *
     * @throws StoreUnavailableException if the database cannot be reached
     */
    static Pool open(PostgresConfig config, DatabaseUrl url, PoolWatch watch) {
        try {
            HikariConfig settings = toHikari(config);
            watch.attachTo(settings, url.jdbcUrl(), driverProperties(config, url));
            HikariDataSource hikari = new HikariDataSource(settings);
            watch.watch(hikari);
            return new Pool(hikari, config);
        } catch (HikariPool.PoolInitializationException e) {
            throw unreachable(url, e);
        }
    }

    private static EventCoreException unreachable(DatabaseUrl url, HikariPool.PoolInitializationException e) {
        if (e.getCause() instanceof ConfigurationException refused) {
            return refused;
        }
        String place = "PostgreSQL cannot be reached (" + url + "): ";
        return e.getCause() instanceof SQLException failure
                ? new StoreUnavailableException(place + ServerText.of(failure), ServerText.cleaned(failure))
                : new StoreUnavailableException(place + (e.getCause() == null ? e : e.getCause()).getMessage(), e);
    }

    HikariDataSource hikari() {
        return hikari;
    }

    @Override
    public Connection open() throws SQLException {
        Connection connection = acquire();
        // A pool of dead connections has no more of them than it holds.
        for (int dead = 0; config.testBeforeAcquire() && !connection.isValid(TEST_SECONDS); dead++) {
            hikari.evictConnection(connection);
            if (Thread.currentThread().isInterrupted()) {
                throw new SQLTransientConnectionException("interrupted while a connection was tested", "08006");
            }
            if (dead == config.maxConnections()) {
                throw new SQLTransientConnectionException("each connection was found dead", "08006");
            }
            connection = acquire();
        }
        return connection;
    }

    private Connection acquire() throws SQLException {
        try {
            return hikari.getConnection();
        } catch (SQLTransientConnectionException e) {
            if (hikari.getHikariPoolMXBean().getTotalConnections() >= config.maxConnections()) {
                throw new PoolExhaustedException(
                        "all " + config.maxConnections() + " connections of the pool are in use, and none became free"
                                + " within " + TimeUnit.MILLISECONDS.convert(config.connectTimeout())
                                + " ms (connectTimeout). Raise maxConnections, or look for what holds them so long.",
                        e);
            }
            throw e;
        } catch (SQLException e) {
            if (hikari.isClosed()) {
                throw new StoreClosedException("The store was closed; it takes no more work.", e);
            }
            throw e;
        }
    }

    @Override
    public void discard(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (Throwable e) { // an old driver has no abort
            log.debug("A connection could not be aborted; the pool closes it.", e);
        }
        hikari.evictConnection(connection);
    }

    @Override
    public boolean isClosed() {
        return hikari.isClosed();
    }

    @Override
    public void close() {
        hikari.close();
    }

    /** What the driver gets. HikariCP does not get it, for it logs what it gets, and knows one password only. */
    private static Properties driverProperties(PostgresConfig config, DatabaseUrl url) {
        Properties properties = new Properties();
        properties.setProperty(PGProperty.APPLICATION_NAME.getName(), config.name());
        properties.setProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
        // A detail quotes values of the row that it is about, and would stand in logs as a part of the message.
        properties.setProperty(PGProperty.LOG_SERVER_ERROR_DETAIL.getName(), "false");
        properties.setProperty(
                PGProperty.CONNECT_TIMEOUT.getName(),
                Long.toString(Math.max(1, config.connectTimeout().toSeconds())));
        config.queryTimeout()
                .ifPresent(limit -> properties.setProperty(
                        PGProperty.SOCKET_TIMEOUT.getName(),
                        Long.toString(limit.plus(SILENCE).toSeconds())));
        config.schema()
                .ifPresent(schema ->
                        properties.setProperty(PGProperty.CURRENT_SCHEMA.getName(), "\"" + schema + "\", pg_temp"));
        url.target().forEach(properties::setProperty);
        url.properties().forEach(properties::setProperty);
        return properties;
    }

    private static HikariConfig toHikari(PostgresConfig config) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName(config.name());
        hikari.setExceptionOverride(new Evictions());

        hikari.setMaximumPoolSize(config.maxConnections());
        hikari.setMinimumIdle(config.minConnections());
        hikari.setConnectionTimeout(config.connectTimeout().toMillis());
        hikari.setIdleTimeout(config.idleTimeout().map(Duration::toMillis).orElse(0L));
        hikari.setMaxLifetime(config.maxLifetime().map(Duration::toMillis).orElse(0L));
        // The feed must not be read with an older snapshot, whatever the database's default is.
        hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        hikari.setConnectionInitSql("SET statement_timeout = "
                + config.queryTimeout().map(Duration::toMillis).orElse(0L));
        return hikari;
    }
}
