package io.eventcore.postgres;

import io.eventcore.ConfigurationException;
import io.eventcore.Telemetry;
import io.eventcore.postgres.internal.sql.ConnectionSource;
import io.eventcore.postgres.internal.sql.Recovery;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where the database is, and how connections to it are pooled and used. Immutable. */
public final class PostgresConfig {

    /** Names the database of tests. */
    static final String TEST_VARIABLE = "TEST_DATABASE_URL";

    /** The database of the documentation's container. */
    private static final String TEST_URL = "postgres://postgres:postgres@localhost:5433/eventcore_test";

    private final @Nullable DatabaseUrl url;
    private final @Nullable DataSource dataSource;
    private final String name;
    private final int maxConnections;
    private final int minConnections;
    private final Duration connectTimeout;
    private final @Nullable Duration idleTimeout;
    private final @Nullable Duration maxLifetime;
    private final @Nullable Duration queryTimeout;
    private final boolean testBeforeAcquire;
    private final @Nullable String schema;
    private final IsolationLevel isolation;
    private final int appendLanes;
    private final int appendQueueCapacity;
    private final long appendQueueBytes;
    private final long streamCacheBytes;
    private final boolean hotStreams;
    private final boolean notifyCommits;
    private final boolean enableRecovery;
    private final int maxRetries;
    private final Duration recoveryInterval;
    private final Telemetry telemetry;

    PostgresConfig(PostgresConfigBuilder builder) {
        this.url = builder.url == null ? null : DatabaseUrl.parse(builder.url);
        this.dataSource = builder.dataSource;
        this.name = builder.name;
        this.maxConnections = builder.maxConnections;
        this.minConnections = builder.minConnections;
        this.connectTimeout = builder.connectTimeout;
        this.idleTimeout = builder.idleTimeout;
        this.maxLifetime = builder.maxLifetime;
        this.queryTimeout = builder.queryTimeout;
        this.testBeforeAcquire = builder.testBeforeAcquire;
        this.schema = builder.schema;
        this.isolation = builder.isolation;
        this.appendLanes = builder.appendLanes;
        this.appendQueueCapacity = builder.appendQueueCapacity;
        this.appendQueueBytes = builder.appendQueueBytes;
        this.streamCacheBytes = builder.streamCacheBytes;
        this.hotStreams = builder.hotStreams;
        this.notifyCommits = builder.notifyCommits;
        this.enableRecovery = builder.enableRecovery;
        this.maxRetries = builder.maxRetries;
        this.recoveryInterval = builder.recoveryInterval;
        this.telemetry = builder.telemetry;
    }

    /**
     * Default settings for a database.
     *
     * @param url {@code postgres://user:password@host:port/database} or {@code jdbc:postgresql://host:port/database};
     *     parameters after a {@code ?} go to the driver, which must know them
     * @return the configuration
     * @throws ConfigurationException if there is no URL, or it cannot be understood; the message does not repeat it
     */
    public static PostgresConfig of(String url) {
        return builder(url).build();
    }

    /**
     * Default settings for connections of the application's own.
     *
     * @param dataSource gives the connections, see {@link #builder(DataSource)}
     * @return the configuration
     */
    public static PostgresConfig of(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * {@return default settings for the database that the environment variable {@code TEST_DATABASE_URL} names} Where
     * it is not set, they are for {@code postgres://postgres:postgres@localhost:5433/eventcore_test}, which the
     * documentation shows how to start.
     *
     * @throws ConfigurationException if the URL cannot be understood
     */
    public static PostgresConfig testDefault() {
        return of(testUrl(System.getenv(TEST_VARIABLE)));
    }

    static String testUrl(@Nullable String variable) {
        return variable == null || variable.isBlank() ? TEST_URL : variable;
    }

    /**
     * Starts with default settings for a database.
     *
     * @param url as in {@link #of(String)}; {@link PostgresConfigBuilder#build} looks at it
     * @return the builder
     * @throws ConfigurationException if there is none: it is null or blank
     */
    public static PostgresConfigBuilder builder(String url) {
        if (url == null || url.isBlank()) {
            throw new ConfigurationException("There is no database URL, it is " + (url == null ? "null" : "empty")
                    + ": is the environment variable DATABASE_URL set? It has the form"
                    + " postgres://user:password@host:port/database.");
        }
        return new PostgresConfigBuilder(url, null);
    }

    /**
     * Starts with default settings for connections of the application's own. The store keeps up to
     * {@link #appendLanes()} of them while it appends, and needs at least one more.
     *
     * @param dataSource gives connections in autocommit and READ COMMITTED, whose search path leads to the tables; the
     *     application sizes, limits and closes it
     * @return the builder
     */
    public static PostgresConfigBuilder builder(DataSource dataSource) {
        if (dataSource == null) {
            throw new ConfigurationException(
                    "There is no data source, it is null:" + " pass the one that gives the application's connections.");
        }
        return new PostgresConfigBuilder(null, dataSource);
    }

    /**
     * Opens the pool, or tries the application's own connections.
     *
     * @throws io.eventcore.StoreUnavailableException if there is no connection
     */
    ConnectionSource open(PoolWatch watch) {
        if (dataSource != null) {
            watch.watch(dataSource);
            return BorrowedConnections.of(dataSource);
        }
        return Pool.open(this, Objects.requireNonNull(url), watch);
    }

    /** Whether the URL asks for other servers than the primary one. */
    boolean mayReadStandby() {
        return url != null && !url.asksForPrimary();
    }

    /** {@return the name of the store among others} */
    public String name() {
        return name;
    }

    /** {@return the most connections in the pool} */
    public int maxConnections() {
        return maxConnections;
    }

    /** {@return how many connections are kept when nothing happens} */
    public int minConnections() {
        return minConnections;
    }

    /** {@return how long to wait for a connection} */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** {@return how long a connection above {@link #minConnections()} may be idle; empty means for ever} */
    public Optional<Duration> idleTimeout() {
        return Optional.ofNullable(idleTimeout);
    }

    /** {@return how old a connection may become; empty means as old as it likes} */
    public Optional<Duration> maxLifetime() {
        return Optional.ofNullable(maxLifetime);
    }

    /** {@return how long one query may take; empty means as long as it likes} */
    public Optional<Duration> queryTimeout() {
        return Optional.ofNullable(queryTimeout);
    }

    /** {@return whether each connection is tested before it is used} */
    public boolean testBeforeAcquire() {
        return testBeforeAcquire;
    }

    /** {@return the database schema that holds the tables; empty means the first in the user's search path} */
    public Optional<String> schema() {
        return Optional.ofNullable(schema);
    }

    /** {@return the isolation level of appends} */
    public IsolationLevel isolation() {
        return isolation;
    }

    /** {@return how many appends are under way at once, each over a connection of its own} */
    public int appendLanes() {
        return appendLanes;
    }

    /** {@return how many appends may wait for a lane} */
    public int appendQueueCapacity() {
        return appendQueueCapacity;
    }

    /** {@return about how many bytes the appends may take that wait or are being sent} */
    public long appendQueueBytes() {
        return appendQueueBytes;
    }

    /** {@return about how many bytes of streams the store remembers; 0 for none} */
    public long streamCacheBytes() {
        return streamCacheBytes;
    }

    /** {@return whether stream commands may decide on events of this process that are still on their way} */
    public boolean hotStreams() {
        return hotStreams;
    }

    /** {@return whether processes tell each other of their commits by NOTIFY} */
    public boolean notifyCommits() {
        return notifyCommits;
    }

    /** {@return whether failures that may pass are tried again, behind a circuit breaker} */
    public boolean enableRecovery() {
        return enableRecovery;
    }

    /** {@return how often something is tried again after a failure that may pass} */
    public int maxRetries() {
        return maxRetries;
    }

    /** {@return for how long the circuit breaker answers for a database that could not be reached} */
    public Duration recoveryInterval() {
        return recoveryInterval;
    }

    /** {@return where the store reports what it does} */
    public Telemetry telemetry() {
        return telemetry;
    }

    Recovery recovery() {
        return new Recovery(enableRecovery, maxRetries, recoveryInterval);
    }

    /** Where the connections come from, without a password. */
    String location() {
        return url == null ? "a data source of the application's own" : url.toString();
    }

    /** Names the database and the settings, never the password. */
    @Override
    public String toString() {
        String connections = dataSource == null ? ", connections " + minConnections + " to " + maxConnections : "";
        return "PostgresConfig[" + location() + connections + ", isolation " + isolation + ", append lanes "
                + appendLanes + "]";
    }
}
