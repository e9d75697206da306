package io.eventcore.postgres;

import io.eventcore.ConfigurationException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the database is, and how connections to it are pooled and used. Immutable. */
public final class PostgresConfig {

    private final DatabaseUrl url;
    private final Builder values;

    private PostgresConfig(Builder builder) {
        this.url = DatabaseUrl.parse(builder.url);
        this.values = builder.copy();
    }

    /**
     * Default settings for a database.
     *
     * @param url {@code postgres://user:password@host:port/database} or {@code jdbc:postgresql://host:port/database};
     *     parameters behind a {@code ?} go to the driver
     * @throws ConfigurationException if the URL cannot be understood
     */
    public static PostgresConfig of(String url) {
        return builder(url).build();
    }

    /** Starts with default settings for a database. See {@link #of(String)}. */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    DatabaseUrl url() {
        return url;
    }

    /** The most connections in the pool. */
    public int maxConnections() {
        return values.maxConnections;
    }

    /** The connections that are kept when nothing happens. */
    public int minConnections() {
        return values.minConnections;
    }

    /** How long to wait for a connection. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /** How long a connection above {@link #minConnections()} may be idle; empty means for ever. */
    public Optional<Duration> idleTimeout() {
        return Optional.ofNullable(values.idleTimeout);
    }

    /** How old a connection may become; empty means as old as it likes. */
    public Optional<Duration> maxLifetime() {
        return Optional.ofNullable(values.maxLifetime);
    }

    /** How long one query may take; empty means as long as it likes. */
    public Optional<Duration> queryTimeout() {
        return Optional.ofNullable(values.queryTimeout);
    }

    /** Whether a connection is tested by a statement of its own. */
    public boolean testBeforeAcquire() {
        return values.testBeforeAcquire;
    }

    /** The database schema that holds the tables; empty means the first in the user's search path. */
    public Optional<String> schema() {
        return Optional.ofNullable(values.schema);
    }

    /** The isolation level of appends. */
    public IsolationLevel isolation() {
        return values.isolation;
    }

    /** How many appends are under way at once, each over a connection of its own. */
    public int appendLanes() {
        return values.appendLanes;
    }

    /** How many appends may wait for a lane. */
    public int appendQueueCapacity() {
        return values.appendQueueCapacity;
    }

    /** Names the database and the settings, never the password. */
    @Override
    public String toString() {
        return "PostgresConfig[" + url + ", connections " + minConnections() + " to " + maxConnections()
                + ", isolation " + isolation() + ", append lanes " + appendLanes() + "]";
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final String url;
        private int maxConnections = 20;
        private int minConnections = 2;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private @Nullable Duration idleTimeout = Duration.ofMinutes(10);
        private @Nullable Duration maxLifetime = Duration.ofMinutes(30);
        private @Nullable Duration queryTimeout = Duration.ofSeconds(30);
        private boolean testBeforeAcquire;
        private @Nullable String schema;
        private IsolationLevel isolation = IsolationLevel.SERIALIZABLE;
        private int appendLanes = 2;
        private int appendQueueCapacity = 10_000;

        private Builder(String url) {
            this.url = url;
        }

        private Builder copy() {
            Builder copy = new Builder(url);
            copy.maxConnections = maxConnections;
            copy.minConnections = minConnections;
            copy.connectTimeout = connectTimeout;
            copy.idleTimeout = idleTimeout;
            copy.maxLifetime = maxLifetime;
            copy.queryTimeout = queryTimeout;
            copy.testBeforeAcquire = testBeforeAcquire;
            copy.schema = schema;
            copy.isolation = isolation;
            copy.appendLanes = appendLanes;
            copy.appendQueueCapacity = appendQueueCapacity;
            return copy;
        }

        /** The most connections in the pool, at least one more than there are append lanes; 20 unless set. */
        public Builder maxConnections(int value) {
            this.maxConnections = value;
            return this;
        }

        /** The connections that are kept when nothing happens, from 0 to the maximum; 2 unless set. */
        public Builder minConnections(int value) {
            this.minConnections = value;
            return this;
        }

        /** How long to wait for a connection, at least 250 ms; 10 seconds unless set. */
        public Builder connectTimeout(Duration value) {
            this.connectTimeout = value;
            return this;
        }

        /** How long a connection above the minimum may be idle, at least 10 s; 600 seconds unless set; null for ever. */
        public Builder idleTimeout(@Nullable Duration value) {
            this.idleTimeout = value;
            return this;
        }

        /** How old a connection may become, at least 30 s; 1,800 seconds unless set; null for no limit. */
        public Builder maxLifetime(@Nullable Duration value) {
            this.maxLifetime = value;
            return this;
        }

        /** How long one query may take, at least 1 ms; 30 seconds unless set; null for no limit. */
        public Builder queryTimeout(@Nullable Duration value) {
            this.queryTimeout = value;
            return this;
        }

        /**
         * Whether a connection is tested by a statement of its own, {@code SELECT 1}, instead of the driver's check; false
         * unless set. Either way HikariCP tests one that has been idle for more than half a second.
         */
        public Builder testBeforeAcquire(boolean value) {
            this.testBeforeAcquire = value;
            return this;
        }

        /**
         * The database schema for the tables, 1 to 63 letters, digits and underscores, case kept; {@code initialize()}
         * creates it. The user's default unless set.
         */
        public Builder schema(String value) {
            this.schema = value;
            return this;
        }

        /** The isolation level of appends; {@link IsolationLevel#SERIALIZABLE} unless set. */
        public Builder isolation(IsolationLevel value) {
            this.isolation = value;
            return this;
        }

        /** How many appends are under way at once, from 1; 2 unless set. */
        public Builder appendLanes(int value) {
            this.appendLanes = value;
            return this;
        }

        /** How many appends may wait for a lane before more are refused, from 1; 10,000 unless set. */
        public Builder appendQueueCapacity(int value) {
            this.appendQueueCapacity = value;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @throws ConfigurationException if a value is out of its range
         */
        public PostgresConfig build() {
            refuseUnless(appendLanes >= 1, "appendLanes is at least 1, not " + appendLanes);
            refuseUnless(
                    maxConnections > appendLanes,
                    "maxConnections is at least " + (appendLanes + 1)
                            + ", one for each append lane and one to read, not " + maxConnections);
            refuseUnless(
                    minConnections >= 0 && minConnections <= maxConnections,
                    "minConnections is from 0 to maxConnections (" + maxConnections + "), not " + minConnections);
            refuseUnless(connectTimeout.toMillis() >= 250, "connectTimeout is at least 250 ms, not " + connectTimeout);
            refuseUnless(
                    idleTimeout == null || idleTimeout.toSeconds() >= 10,
                    "idleTimeout is at least 10 s, or null for ever, not " + idleTimeout);
            refuseUnless(
                    maxLifetime == null || maxLifetime.toSeconds() >= 30,
                    "maxLifetime is at least 30 s, or null for no limit, not " + maxLifetime);
            refuseUnless(
                    queryTimeout == null || queryTimeout.toMillis() >= 1,
                    "queryTimeout is at least 1 ms, or null for no limit, not " + queryTimeout);
            refuseUnless(
                    schema == null || schema.matches("[A-Za-z_][A-Za-z0-9_]{0,62}"),
                    "schema has 1 to 63 letters, digits and underscores and starts with no digit, not '" + schema
                            + "'");
            refuseUnless(appendQueueCapacity >= 1, "appendQueueCapacity is at least 1, not " + appendQueueCapacity);
            return new PostgresConfig(this);
        }

        private static void refuseUnless(boolean condition, String rule) {
            if (!condition) {
                throw new ConfigurationException("PostgresConfig: " + rule + ".");
            }
        }
    }
}
