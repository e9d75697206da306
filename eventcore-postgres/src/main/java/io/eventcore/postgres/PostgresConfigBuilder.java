package io.eventcore.postgres;

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
    long appendQueueBytes = Runtime.getRuntime().maxMemory() / 4;
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
     * Names the store: its pool, its connections in {@code pg_stat_activity}, and its metrics.
     *
     * @param value 1 to 63 printable ASCII characters; {@code eventcore} unless set
     * @return this builder
     */
    public PostgresConfigBuilder name(String value) {
        this.name = value;
        return this;
    }

    /**
     * Limits the pool.
     *
     * @param value the most connections, at least one more than there are append lanes; 20 unless set
     * @return this builder
     */
    public PostgresConfigBuilder maxConnections(int value) {
        this.maxConnections = value;
        return poolSetting("maxConnections");
    }

    /**
     * Keeps connections when nothing happens.
     *
     * @param value how many, from 0 to the maximum; 2 unless set
     * @return this builder
     */
    public PostgresConfigBuilder minConnections(int value) {
        this.minConnections = value;
        return poolSetting("minConnections");
    }

    /**
     * Limits the wait for a connection.
     *
     * @param value at least 250 ms; 10 seconds unless set
     * @return this builder
     */
    public PostgresConfigBuilder connectTimeout(Duration value) {
        this.connectTimeout = value;
        return poolSetting("connectTimeout");
    }

    /**
     * Limits how long a connection above the minimum may be idle.
     *
     * @param value at least 10 s; 600 seconds unless set; null for ever
     * @return this builder
     */
    public PostgresConfigBuilder idleTimeout(@Nullable Duration value) {
        this.idleTimeout = value;
        return poolSetting("idleTimeout");
    }

    /**
     * Limits how old a connection may become.
     *
     * @param value at least 30 s; 1,800 seconds unless set; null for no limit
     * @return this builder
     */
    public PostgresConfigBuilder maxLifetime(@Nullable Duration value) {
        this.maxLifetime = value;
        return poolSetting("maxLifetime");
    }

    /**
     * Limits how long one query may take.
     *
     * @param value at least 1 ms; 30 seconds unless set; null for no limit
     * @return this builder
     */
    public PostgresConfigBuilder queryTimeout(@Nullable Duration value) {
        this.queryTimeout = value;
        return poolSetting("queryTimeout");
    }

    /**
     * Tests each connection before it is used, at the cost of a round trip.
     *
     * @param value whether to do so, false unless set; either way HikariCP tests one that was idle for over half a second
     * @return this builder
     */
    public PostgresConfigBuilder testBeforeAcquire(boolean value) {
        this.testBeforeAcquire = value;
        return this;
    }

    /**
     * Puts the tables into a database schema, which {@code initialize()} creates.
     *
     * @param value 1 to 63 letters, digits and underscores, case kept; the user's default schema unless set
     * @return this builder
     */
    public PostgresConfigBuilder schema(String value) {
        this.schema = value;
        return poolSetting("schema");
    }

    /**
     * Sets the isolation level of appends.
     *
     * @param value {@link IsolationLevel#SERIALIZABLE} unless set
     * @return this builder
     */
    public PostgresConfigBuilder isolation(IsolationLevel value) {
        this.isolation = value;
        return this;
    }

    /**
     * Sets how many appends are under way at once.
     *
     * @param value at least 1; 2 unless set
     * @return this builder
     */
    public PostgresConfigBuilder appendLanes(int value) {
        this.appendLanes = value;
        return this;
    }

    /**
     * Sets how many appends may wait for a lane before more are refused.
     *
     * @param value at least 1; 10,000 unless set
     * @return this builder
     */
    public PostgresConfigBuilder appendQueueCapacity(int value) {
        this.appendQueueCapacity = value;
        return this;
    }

    /**
     * Sets how much memory appends may take that wait for a lane or are being sent, before more are refused. A single
     * append that is larger is accepted when there is no other.
     *
     * @param value about how many bytes, at least 1; a quarter of the largest heap unless set
     * @return this builder
     */
    public PostgresConfigBuilder appendQueueBytes(long value) {
        this.appendQueueBytes = value;
        return this;
    }

    /**
     * Remembers recently used streams, so that commands need not read them again.
     *
     * @param value about how many bytes of them; 0 switches that off; 64 MiB unless set
     * @return this builder
     */
    public PostgresConfigBuilder streamCacheBytes(long value) {
        this.streamCacheBytes = value;
        return this;
    }

    /**
     * Lets {@linkplain io.eventcore.StreamCommand stream commands} decide on events of this process that are still on
     * their way, so that many commands on one stream share a transaction instead of waiting for each other. Nobody is
     * told of a commit that has not happened, either way.
     *
     * @param value whether they may, true unless set; without the stream cache it has no effect
     * @return this builder
     */
    public PostgresConfigBuilder hotStreams(boolean value) {
        this.hotStreams = value;
        return this;
    }

    /**
     * Lets processes tell each other of their commits by NOTIFY, so that projections elsewhere need not wait for their
     * next poll. It takes a connection while anybody listens. Only a hint, sent after the commit: nothing is lost
     * without it.
     *
     * @param value whether they do, the same in all processes of the store; false unless set
     * @return this builder
     */
    public PostgresConfigBuilder notifyCommits(boolean value) {
        this.notifyCommits = value;
        return this;
    }

    /**
     * Tries failures that may pass again, and lets a circuit breaker answer at once while the database cannot be
     * reached. Serialization failures are tried again, and unknown outcomes are looked up, either way.
     *
     * @param value whether to do so, true unless set
     * @return this builder
     */
    public PostgresConfigBuilder enableRecovery(boolean value) {
        this.enableRecovery = value;
        return this;
    }

    /**
     * Sets how often something is tried again after a failure that may pass.
     *
     * @param value 0 to 100; 3 unless set
     * @return this builder
     */
    public PostgresConfigBuilder maxRetries(int value) {
        this.maxRetries = value;
        return this;
    }

    /**
     * Sets for how long the circuit breaker answers for a database that could not be reached, before it lets somebody
     * try again.
     *
     * @param value at least 10 ms; 5 seconds unless set
     * @return this builder
     */
    public PostgresConfigBuilder recoveryInterval(Duration value) {
        this.recoveryInterval = value;
        return this;
    }

    /**
     * Says where reads, appends, the feed and the pool are reported.
     *
     * @param value takes spans and meters; {@link Telemetry#none()} unless set
     * @return this builder
     */
    public PostgresConfigBuilder telemetry(Telemetry value) {
        this.telemetry = value;
        return this;
    }

    /**
     * {@return this builder, with settings for many short commands on a database near by} 5 to 30 connections, 5
     * seconds to get one, 300 seconds idle, 1,800 seconds of lifetime, 10 seconds for a query, no test before use. What
     * is set afterwards counts.
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
     * {@return the configuration}
     *
     * @throws io.eventcore.ConfigurationException if a value is out of its range, or the URL cannot be understood
     */
    public PostgresConfig build() {
        SettingsCheck.check(this, poolSettings);
        return new PostgresConfig(this);
    }
}
