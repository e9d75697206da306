package io.eventcore.postgres;

import io.eventcore.ConfigurationException;
import io.eventcore.internal.Words;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses settings that are out of their range, or do not go together, by a sentence that names them. */
final class SettingsCheck {

    /** What PostgreSQL can express in milliseconds. */
    private static final Duration LONGEST = Duration.ofDays(24);

    private SettingsCheck() {}

    /**
     * Checks all of them.
     *
     * @param poolSettings the settings of the pool that were set
     * @throws ConfigurationException if one must be refused
     */
    static void check(PostgresConfigBuilder settings, Set<String> poolSettings) {
        refuseNull("name", settings.name);
        refuseNull("connectTimeout", settings.connectTimeout);
        refuseNull("isolation", settings.isolation);
        refuseNull("recoveryInterval", settings.recoveryInterval);
        refuseNull("telemetry", settings.telemetry);
        if (poolSettings.contains("schema")) {
            refuseNull("schema", settings.schema);
        }
        refuseUnless(
                settings.dataSource == null || poolSettings.isEmpty(),
                "with a data source of your own, set there what " + poolSettings + " would set here");
        refuseUnless(
                settings.name.matches("[ -~]{1,63}"),
                "name has 1 to 63 printable ASCII characters, not '" + settings.name + "'");
        refuseUnless(settings.appendLanes >= 1, "appendLanes is at least 1, not " + settings.appendLanes);
        refuseUnless(
                settings.maxConnections > settings.appendLanes || settings.dataSource != null,
                "maxConnections is at least " + (settings.appendLanes + 1)
                        + ", one for each append lane and one to read, not " + settings.maxConnections);
        refuseUnless(
                !settings.notifyCommits
                        || settings.maxConnections > settings.appendLanes + 1
                        || settings.dataSource != null,
                "with notifyCommits, maxConnections is at least " + (settings.appendLanes + 2)
                        + ", one for each append lane, one to read and one to listen, not " + settings.maxConnections);
        refuseUnless(
                settings.minConnections >= 0 && settings.minConnections <= settings.maxConnections,
                "minConnections is from 0 to maxConnections (" + settings.maxConnections + "), not "
                        + settings.minConnections);
        refuseShorter("connectTimeout", settings.connectTimeout, Duration.ofMillis(250), "");
        refuseShorter("idleTimeout", settings.idleTimeout, Duration.ofSeconds(10), ", or null for ever");
        refuseShorter("maxLifetime", settings.maxLifetime, Duration.ofSeconds(30), ", or null for no limit");
        refuseShorter("queryTimeout", settings.queryTimeout, Duration.ofMillis(1), ", or null for no limit");
        refuseUnless(
                settings.schema == null || settings.schema.matches("[A-Za-z_][A-Za-z0-9_]{0,62}"),
                "schema has 1 to 63 letters, digits and underscores and starts with no digit, not '" + settings.schema
                        + "'");
        refuseUnless(
                settings.appendQueueCapacity >= 1,
                "appendQueueCapacity is at least 1, not " + settings.appendQueueCapacity);
        refuseUnless(
                settings.appendQueueBytes >= 1, "appendQueueBytes is at least 1, not " + settings.appendQueueBytes);
        refuseUnless(
                settings.streamCacheBytes >= 0, "streamCacheBytes is at least 0, not " + settings.streamCacheBytes);
        refuseUnless(
                settings.maxRetries >= 0 && settings.maxRetries <= 100,
                "maxRetries is from 0 to 100, not " + settings.maxRetries);
        refuseShorter("recoveryInterval", settings.recoveryInterval, Duration.ofMillis(10), "");
    }

    private static void refuseShorter(String setting, @Nullable Duration value, Duration least, String orNull) {
        refuseUnless(
                value == null || (value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0),
                setting + " is from " + Words.inWords(least) + " to 24 days" + orNull + ", not "
                        + (value == null ? "null" : Words.inWords(value)));
    }

    private static void refuseNull(String setting, @Nullable Object value) {
        refuseUnless(value != null, setting + " is null: leave the call out to take the default");
    }

    private static void refuseUnless(boolean condition, String rule) {
        if (!condition) {
            throw new ConfigurationException("PostgresConfig: " + rule + ".");
        }
    }
}
