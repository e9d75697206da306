package io.eventcore.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.eventcore.StoreUnavailableException;
import java.time.Duration;

/** Turns the settings into a HikariCP pool. */
final class Pool {

    /** How much longer than a query may take the driver waits for a server that has fallen silent. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private Pool() {}

    /**
     * Opens the pool, and with it a first connection.
     *
     * @throws StoreUnavailableException if the database cannot be reached
     */
    static HikariDataSource open(PostgresConfig config, PoolWatch watch) {
        try {
            HikariConfig hikari = toHikari(config);
            watch.attachTo(hikari);
            HikariDataSource pool = new HikariDataSource(hikari);
            watch.watch(pool);
            return pool;
        } catch (HikariPool.PoolInitializationException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new StoreUnavailableException(
                    "PostgreSQL cannot be reached (" + config.url() + "): " + reason.getMessage(), e);
        }
    }

    private static HikariConfig toHikari(PostgresConfig config) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("eventcore");
        hikari.setJdbcUrl(config.url().jdbcUrl());
        hikari.addDataSourceProperty("ApplicationName", "eventcore");
        hikari.addDataSourceProperty("tcpKeepAlive", "true");
        hikari.addDataSourceProperty(
                "connectTimeout", Math.max(1, config.connectTimeout().toSeconds()));
        config.queryTimeout()
                .ifPresent(limit -> hikari.addDataSourceProperty(
                        "socketTimeout", limit.plus(SILENCE).toSeconds()));
        config.schema().ifPresent(schema -> hikari.addDataSourceProperty("currentSchema", "\"" + schema + "\""));
        config.url().properties().forEach(hikari::addDataSourceProperty);

        hikari.setMaximumPoolSize(config.maxConnections());
        hikari.setMinimumIdle(config.minConnections());
        hikari.setConnectionTimeout(config.connectTimeout().toMillis());
        hikari.setIdleTimeout(config.idleTimeout().map(Duration::toMillis).orElse(0L));
        hikari.setMaxLifetime(config.maxLifetime().map(Duration::toMillis).orElse(0L));
        if (config.testBeforeAcquire()) {
            hikari.setConnectionTestQuery("SELECT 1");
        }
        // The feed must not be read with an older snapshot, whatever the database's default is.
        hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        hikari.setConnectionInitSql("SET statement_timeout = "
                + config.queryTimeout().map(Duration::toMillis).orElse(0L));
        return hikari;
    }
}
