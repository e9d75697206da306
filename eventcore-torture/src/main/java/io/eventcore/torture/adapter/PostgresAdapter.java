package io.eventcore.torture.adapter;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.postgres.IsolationLevel;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresConfigBuilder;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.torture.checker.Log;
import io.eventcore.torture.checker.ReadModelTables;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** PostgreSQL, with its defaults and with options that lead to other paths through the adapter. */
public final class PostgresAdapter implements Adapter {

    @Override
    public EventStore open(String url, int variant, EventTypes types) {
        PostgresConfigBuilder config = PostgresConfig.builder(url)
                .name("torture-" + variant)
                .maxConnections(6)
                .minConnections(1)
                .connectTimeout(Duration.ofSeconds(5))
                .queryTimeout(Duration.ofSeconds(10))
                .recoveryInterval(Duration.ofSeconds(1));
        switch (variant % 5) {
            case 1 -> config.appendLanes(1).appendQueueCapacity(8);
            case 2 -> config.hotStreams(false).isolation(IsolationLevel.READ_COMMITTED);
            case 3 -> config.streamCacheBytes(64 * 1024).notifyCommits(true);
            case 4 -> config.appendLanes(1).telemetry(FailingTelemetry.create());
            default -> config.streamCacheBytes(8L * 1024 * 1024);
        }
        return PostgresEventStore.create(config.build(), types);
    }

    @Override
    public Log dump(String url) {
        try {
            return PostgresLog.read(url);
        } catch (SQLException e) {
            throw new IllegalStateException("The tables cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<ReadModelTables> readModels(String url) {
        try {
            return Optional.of(PostgresLog.readModels(url));
        } catch (SQLException e) {
            throw new IllegalStateException("The read models cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean hasJdbcProjections() {
        return true;
    }
}
