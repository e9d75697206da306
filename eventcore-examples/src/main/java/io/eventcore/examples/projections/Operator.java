package io.eventcore.examples.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.SegmentState;
import io.eventcore.postgres.HealthReport;
import io.eventcore.postgres.HealthReport.SchemaStatus;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresConfigBuilder;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ProjectionAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection to the projections of a database. It creates no table, and knows no type of event. */
final class Operator implements AutoCloseable {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    private final PostgresEventStore store;
    private final ProjectionAdmin admin;

    /** A store wants at least one type. This one is never stored, and nothing is decoded here. */
    @EventType("eventcore-operator-nothing")
    private record Nothing() {}

    private Operator(PostgresEventStore store) {
        this.store = store;
        this.admin = ProjectionAdmin.of(store);
    }

    /**
     * Connects. Blocks.
     *
     * @param schema where the tables are; null for the user's search path
     * @throws ConfigurationException if the tables are not those of this EventCore
     * @throws io.eventcore.StoreUnavailableException if the database cannot be reached
     */
    static Operator at(String url, @Nullable String schema) {
        PostgresConfigBuilder config = PostgresConfig.builder(url)
                .name("eventcore-operator")
                .appendLanes(1)
                .maxConnections(2)
                .minConnections(0)
                .streamCacheBytes(0);
        if (schema != null) {
            config.schema(schema);
        }
        PostgresEventStore store = PostgresEventStore.create(config.build(), EventTypes.of(Nothing.class));
        try {
            refuseOtherTables(store.healthCheck(LONGEST_LOOK));
            return new Operator(store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void refuseOtherTables(HealthReport health) {
        SchemaStatus schema =
                health.schema().orElseThrow(() -> new ConfigurationException(String.join(" ", health.problems())));
        if (schema.version() == 0) {
            throw new ConfigurationException(
                    "There are no tables of EventCore in this database, or not in the search path"
                            + " of this user: --schema names another schema, and the application creates them.");
        }
        if (schema.version() != schema.expectedVersion()) {
            throw new ConfigurationException(
                    "The tables are of version " + schema.version() + ", this command is for version "
                            + schema.expectedVersion() + ": "
                            + (schema.version() < schema.expectedVersion()
                                    ? "let the application (or your migration tool) bring them up to date."
                                    : "use the command of the newer EventCore."));
        }
    }

    ProjectionAdmin admin() {
        return admin;
    }

    /** The segments of all projections as they stand now. */
    SegmentList segments() {
        return listing(admin.segments());
    }

    /** The segments of all versions of a projection. */
    SegmentList segments(String name) {
        return listing(Target.versionsOf(name, admin.segments()));
    }

    private SegmentList listing(List<SegmentState> segments) {
        return new SegmentList(segments, admin.head(), Instant.now());
    }

    @Override
    public void close() {
        store.close();
    }
}
