package io.eventcore.postgres;

import io.eventcore.ConfigurationException;
import io.eventcore.Telemetry;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a {@link PostgresConfig}. Settings of the connection pool are refused when the connections come
 * from a {@link DataSource} of the application's own. Not thread-safe.
 */
public final class PostgresConfigBuilder {

    /** What PostgreSQL can express in milliseconds. */
    private static final Duration LONGEST = Duration.ofDays(24);

    final @Nullable String url;
    final @Nullable DataSource dataSource;

    String name = "eventcore";
    int maxConnections = 20;
    int minConnections = 2;
    Duration connectTimeout = Duration.ofSeconds(10);

    @Nullable Duration idleTimeout = Duration.ofMinutes(10);

    @Nullable Duration maxLifetime = Duration.ofMinutes(30);

    @Nullable Duration queryTimeout = Duration.ofSeconds(30);

    boolean testBeforeAcquire;

    @Nullable String schema;

    IsolationLevel isolation = IsolationLevel.SERIALIZABLE;
    int appendLanes = 2;
    int appendQueueCapacity = 10_000;
    long streamCacheBytes = 64L * 1024 * 1024;
    boolean hotStreams = true;
    boolean notifyCommits;
    boolean enableRecovery = true;
    int maxRetries = 3;
    Duration recoveryInterval = Duration.ofSeconds(5);
    Telemetry telemetry = Telemetry.none();

    private final Set<String> poolSettings = new TreeSet<>();

    PostgresConfigBuilder(@Nullable String url, @Nullable DataSource dataSource) {
        this.url = url;
        this.dataSource = dataSource;
    }

    /**
     * The name of the store among others: of its pool, of its connections in {@code pg_stat_activity}, and of its metrics;
     * {@code eventcore} unless set. 1 to 63 printable ASCII characters.
     */
    public PostgresConfigBuilder name(String value) {
        this.name = value;
        return this;
    }

    /** The most connections in the pool, at least one more than there are append lanes; 20 unless set. */
    public PostgresConfigBuilder maxConnections(int value) {
        this.maxConnections = value;
        return poolSetting("maxConnections");
    }

    /** The connections that are kept when nothing happens, from 0 to the maximum; 2 unless set. */
    public PostgresConfigBuilder minConnections(int value) {
        this.minConnections = value;
        return poolSetting("minConnections");
    }

    /** How long to wait for a connection, at least 250 ms; 10 seconds unless set. */
    public PostgresConfigBuilder connectTimeout(Duration value) {
        this.connectTimeout = value;
        return poolSetting("connectTimeout");
    }

    /** How long a connection above the minimum may be idle, at least 10 s; 600 seconds unless set; null for ever. */
    public PostgresConfigBuilder idleTimeout(@Nullable Duration value) {
        this.idleTimeout = value;
        return poolSetting("idleTimeout");
    }

    /** How old a connection may become, at least 30 s; 1,800 seconds unless set; null for no limit. */
    public PostgresConfigBuilder maxLifetime(@Nullable Duration value) {
        this.maxLifetime = value;
        return poolSetting("maxLifetime");
    }

    /** How long one query may take, at least 1 ms; 30 seconds unless set; null for no limit. */
    public PostgresConfigBuilder queryTimeout(@Nullable Duration value) {
        this.queryTimeout = value;
        return poolSetting("queryTimeout");
    }

    /**
     * Whether each connection is tested before it is used, at the cost of a round trip; false unless set. Either way
     * HikariCP tests one that has been idle for more than half a second.
     */
    public PostgresConfigBuilder testBeforeAcquire(boolean value) {
        this.testBeforeAcquire = value;
        return this;
    }

    /**
     * The database schema for the tables, 1 to 63 letters, digits and underscores, case kept; {@code initialize()}
     * creates it. The user's default unless set.
     */
    public PostgresConfigBuilder schema(String value) {
        this.schema = value;
        return poolSetting("schema");
    }

    /** The isolation level of appends; {@link IsolationLevel#SERIALIZABLE} unless set. */
    public PostgresConfigBuilder isolation(IsolationLevel value) {
        this.isolation = value;
        return this;
    }

    /** How many appends are under way at once, from 1; 2 unless set. */
    public PostgresConfigBuilder appendLanes(int value) {
        this.appendLanes = value;
        return this;
    }

    /** How many appends may wait for a lane before more are refused, from 1; 10,000 unless set. */
    public PostgresConfigBuilder appendQueueCapacity(int value) {
        this.appendQueueCapacity = value;
        return this;
    }

    /**
     * About how many bytes of recently used streams the store remembers, so that commands need not read them again; 0
     * switches that off; 64 MiB unless set.
     */
    public PostgresConfigBuilder streamCacheBytes(long value) {
        this.streamCacheBytes = value;
        return this;
    }

    /**
     * Whether {@linkplain io.eventcore.StreamCommand stream commands} may decide on events of this process that are still on
     * their way, so that many commands on one stream share a transaction instead of waiting for each other; true unless set.
     * Nobody is told of a commit that has not happened, either way. Without the stream cache it has no effect.
     */
    public PostgresConfigBuilder hotStreams(boolean value) {
        this.hotStreams = value;
        return this;
    }

    /**
     * Whether processes tell each other of their commits by NOTIFY, so that projections elsewhere need not wait for their
     * next poll; false unless set. It takes a connection while anybody listens, and must then be set in all processes of
     * the store. Only a hint, sent after the commit: nothing is lost without it.
     */
    public PostgresConfigBuilder notifyCommits(boolean value) {
        this.notifyCommits = value;
        return this;
    }

    /**
     * Whether failures that may pass are tried again, and a circuit breaker answers at once while the database cannot be
     * reached; true unless set. Serialization failures are tried again, and unknown outcomes are looked up, either way.
     */
    public PostgresConfigBuilder enableRecovery(boolean value) {
        this.enableRecovery = value;
        return this;
    }

    /** How often something is tried again after a failure that may pass, from 0 to 100; 3 unless set. */
    public PostgresConfigBuilder maxRetries(int value) {
        this.maxRetries = value;
        return this;
    }

    /**
     * For how long the circuit breaker answers for a database that could not be reached, before it lets somebody try
     * again; at least 10 ms; 5 seconds unless set.
     */
    public PostgresConfigBuilder recoveryInterval(Duration value) {
        this.recoveryInterval = value;
        return this;
    }

    /** Where reads, appends, the feed and the pool are reported; nowhere unless set. */
    public PostgresConfigBuilder telemetry(Telemetry value) {
        this.telemetry = value;
        return this;
    }

    /**
     * Settings for many short commands on a database near by: 5 to 30 connections, 5 seconds to get one, 300 seconds idle,
     * 1,800 seconds of lifetime, 10 seconds for a query, no test before use. What is set afterwards counts.
     */
    public PostgresConfigBuilder performanceOptimized() {
        return maxConnections(30)
                .minConnections(5)
                .connectTimeout(Duration.ofSeconds(5))
                .idleTimeout(Duration.ofSeconds(300))
                .maxLifetime(Duration.ofSeconds(1_800))
                .queryTimeout(Duration.ofSeconds(10))
                .testBeforeAcquire(false);
    }

    private PostgresConfigBuilder poolSetting(String setting) {
        poolSettings.add(setting);
        return this;
    }

    /**
     * Builds the configuration.
     *
     * @throws ConfigurationException if a value is out of its range, or the URL cannot be understood
     */
    public PostgresConfig build() {
        refuseUnless(
                dataSource == null || poolSettings.isEmpty(),
                "with a data source of your own, set there what " + poolSettings + " would set here");
        refuseUnless(name.matches("[ -~]{1,63}"), "name has 1 to 63 printable ASCII characters, not '" + name + "'");
        refuseUnless(appendLanes >= 1, "appendLanes is at least 1, not " + appendLanes);
        refuseUnless(
                maxConnections > appendLanes || dataSource != null,
                "maxConnections is at least " + (appendLanes + 1) + ", one for each append lane and one to read, not "
                        + maxConnections);
        refuseUnless(
                !notifyCommits || maxConnections > appendLanes + 1 || dataSource != null,
                "with notifyCommits, maxConnections is at least " + (appendLanes + 2)
                        + ", one for each append lane, one to read and one to listen, not " + maxConnections);
        refuseUnless(
                minConnections >= 0 && minConnections <= maxConnections,
                "minConnections is from 0 to maxConnections (" + maxConnections + "), not " + minConnections);
        refuseShorter("connectTimeout", connectTimeout, Duration.ofMillis(250), "");
        refuseShorter("idleTimeout", idleTimeout, Duration.ofSeconds(10), ", or null for ever");
        refuseShorter("maxLifetime", maxLifetime, Duration.ofSeconds(30), ", or null for no limit");
        refuseShorter("queryTimeout", queryTimeout, Duration.ofMillis(1), ", or null for no limit");
        refuseUnless(
                schema == null || schema.matches("[A-Za-z_][A-Za-z0-9_]{0,62}"),
                "schema has 1 to 63 letters, digits and underscores and starts with no digit, not '" + schema + "'");
        refuseUnless(appendQueueCapacity >= 1, "appendQueueCapacity is at least 1, not " + appendQueueCapacity);
        refuseUnless(streamCacheBytes >= 0, "streamCacheBytes is at least 0, not " + streamCacheBytes);
        refuseUnless(maxRetries >= 0 && maxRetries <= 100, "maxRetries is from 0 to 100, not " + maxRetries);
        refuseShorter("recoveryInterval", recoveryInterval, Duration.ofMillis(10), "");
        return new PostgresConfig(this);
    }

    private static void refuseShorter(String setting, @Nullable Duration value, Duration least, String orNull) {
        refuseUnless(
                value == null || (value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0),
                setting + " is from " + inWords(least) + " to 24 days" + orNull + ", not " + value);
    }

    private static String inWords(Duration duration) {
        return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private static void refuseUnless(boolean condition, String rule) {
        if (!condition) {
            throw new ConfigurationException("PostgresConfig: " + rule + ".");
        }
    }
}
