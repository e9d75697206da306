package io.eventcore.postgres;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.CheckpointStore;
import io.eventcore.EventCodec;
import io.eventcore.EventFeed;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.ReadRequest;
import io.eventcore.StoreClosedException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.append.AppendEncoder;
import io.eventcore.postgres.internal.append.AppendLanes;
import io.eventcore.postgres.internal.append.ExecutedCommands;
import io.eventcore.postgres.internal.checkpoint.PostgresCheckpoints;
import io.eventcore.postgres.internal.codec.EventRows;
import io.eventcore.postgres.internal.codec.MetadataCodec;
import io.eventcore.postgres.internal.feed.CommitListeners;
import io.eventcore.postgres.internal.feed.PostgresFeed;
import io.eventcore.postgres.internal.read.StreamReader;
import io.eventcore.postgres.internal.schema.Schema;
import io.eventcore.postgres.internal.sql.ConnectionSource;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** An event store on plain PostgreSQL, version 15 or newer. Thread-safe; one per database and process is enough. */
public final class PostgresEventStore implements EventStore {

    private final EventTypes types;
    private final ConnectionSource connections;
    private final Database database;
    private final Deadlines deadlines;
    private final StoreTelemetry telemetry;
    private final Schema schema;
    private final AppendLanes lanes;
    private final StreamReader reader;
    private final PostgresFeed feed;
    private final PostgresCheckpoints checkpoints;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresEventStore(PostgresConfig config, EventTypes types, EventCodec codec) {
        this.types = types;
        this.connections = config.open();
        this.database = new Database(connections, config.recovery());
        this.deadlines = new Deadlines(config.name() + "-deadlines");
        this.telemetry = new StoreTelemetry(config.telemetry(), config.name());
        MetadataCodec metadata = new MetadataCodec();
        EventRows rows = new EventRows(types, codec, metadata);
        CommitListeners listeners = new CommitListeners();
        this.schema = new Schema(database, config.schema().orElse(null));
        this.reader = new StreamReader(database, deadlines, rows, telemetry);
        this.feed = new PostgresFeed(database, rows, listeners, telemetry);
        this.checkpoints = new PostgresCheckpoints(database);
        this.lanes = new AppendLanes(
                database,
                deadlines,
                config.isolation().jdbcLevel(),
                config.appendLanes(),
                config.appendQueueCapacity(),
                new AppendEncoder(types, codec, metadata),
                listeners::committed,
                telemetry);
    }

    /**
     * Opens a store whose payloads are JSON by Jackson's defaults. Blocks until the first connection stands.
     *
     * @throws io.eventcore.StoreUnavailableException if the database cannot be reached
     */
    public static PostgresEventStore create(PostgresConfig config, EventTypes types) {
        return create(config, types, JacksonEventCodec.create());
    }

    /**
     * Opens a store with a codec of the application's own. Blocks until the first connection stands.
     *
     * @throws io.eventcore.StoreUnavailableException if the database cannot be reached
     */
    public static PostgresEventStore create(PostgresConfig config, EventTypes types, EventCodec codec) {
        return new PostgresEventStore(config, types, codec);
    }

    @Override
    public void initialize() {
        refuseIfClosed();
        schema.initialize();
    }

    @Override
    public EventTypes eventTypes() {
        return types;
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
        return lanes.append(request);
    }

    @Override
    public Optional<AppendResult> resultOf(UUID commandId) {
        refuseIfClosed();
        return database.read(
                "looking a command up",
                connection -> Optional.ofNullable(
                        ExecutedCommands.find(connection, List.of(commandId)).get(commandId)));
    }

    @Override
    public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        refuseIfClosed();
        return reader.read(request, consumer);
    }

    @Override
    public EventFeed feed() {
        refuseIfClosed();
        return feed;
    }

    @Override
    public CheckpointStore checkpoints() {
        refuseIfClosed();
        return checkpoints;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                lanes.close();
            } finally {
                telemetry.close();
                deadlines.close();
                connections.close();
            }
        }
    }

    private void refuseIfClosed() {
        if (closed.get()) {
            throw new StoreClosedException("The store was closed; it takes no more work.");
        }
    }
}
