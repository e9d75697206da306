package io.eventcore.postgres;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.ConfigurationException;
import io.eventcore.EventCodec;
import io.eventcore.EventFeed;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.LogEpoch;
import io.eventcore.ProjectionStore;
import io.eventcore.ReadRequest;
import io.eventcore.RememberedStates;
import io.eventcore.RememberedStreams;
import io.eventcore.SnapshotStore;
import io.eventcore.StoreClosedException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.jackson.JacksonEventCodec;
import io.eventcore.postgres.internal.append.AppendEncoder;
import io.eventcore.postgres.internal.append.AppendLanes;
import io.eventcore.postgres.internal.append.AppendMemory;
import io.eventcore.postgres.internal.append.ExecutedCommands;
import io.eventcore.postgres.internal.append.LaneStatus;
import io.eventcore.postgres.internal.append.UnderWay;
import io.eventcore.postgres.internal.cache.StreamCache;
import io.eventcore.postgres.internal.codec.EventRows;
import io.eventcore.postgres.internal.codec.MetadataCodec;
import io.eventcore.postgres.internal.feed.CommitHints;
import io.eventcore.postgres.internal.feed.CommitListeners;
import io.eventcore.postgres.internal.feed.NotifyHints;
import io.eventcore.postgres.internal.feed.PostgresFeed;
import io.eventcore.postgres.internal.projection.PostgresProjections;
import io.eventcore.postgres.internal.read.StreamReader;
import io.eventcore.postgres.internal.schema.Schema;
import io.eventcore.postgres.internal.snapshot.PostgresSnapshots;
import io.eventcore.postgres.internal.sql.ConnectionSource;
import io.eventcore.postgres.internal.sql.CurrentLog;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.sql.LogWatch;
import io.eventcore.postgres.internal.sql.NamedConnections;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event store on plain PostgreSQL, version 15 or newer. Thread-safe; one per database and process is enough. */
public final class PostgresEventStore implements EventStore {

    private static final Logger log = LoggerFactory.getLogger(PostgresEventStore.class);

    private final EventTypes types;
    private final ConnectionSource connections;
    private final Database database;
    private final Deadlines deadlines;
    private final StoreTelemetry telemetry;
    private final LogWatch logWatch;
    private final PoolWatch poolWatch;
    private final Schema schema;
    private final AppendLanes lanes;
    private final StreamCache cache;
    private final UnderWay underWay;
    private final StreamReader reader;
    private final PostgresSnapshots snapshots;
    private final CommitListeners listeners;
    private final PostgresFeed feed;
    private final PostgresProjections projections;
    private final HealthCheck health;
    private final PoolMeters poolMeters;
    private final Set<PoolMonitor> monitors = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private PostgresEventStore(PostgresConfig config, EventTypes types, EventCodec codec) {
        this.types = types;
        this.logWatch = new LogWatch(config.mayReadStandby());
        this.poolWatch = new PoolWatch(logWatch);
        this.connections = new NamedConnections(
                new CurrentLog(config.open(poolWatch), logWatch),
                config.schema().orElse(null));
        this.health = new HealthCheck(connections, poolWatch, this::laneStatus);
        this.poolMeters = new PoolMeters(config.telemetry().meters(), config.name(), poolWatch, health);
        this.database = new Database(connections, config.recovery(), logWatch);
        this.deadlines = new Deadlines(config.name() + "-deadlines");
        this.telemetry = new StoreTelemetry(config.telemetry(), config.name());
        database.show(telemetry);
        MetadataCodec metadata = new MetadataCodec();
        EventRows rows = new EventRows(types, codec, metadata);
        this.listeners = new CommitListeners(
                config.notifyCommits() ? new NotifyHints(database, config.name()) : CommitHints.NONE);
        this.schema = new Schema(database, config.schema().isPresent());
        this.underWay = new UnderWay(config.hotStreams(), rows);
        this.cache = new StreamCache(config.streamCacheBytes(), codec, logWatch::epoch);
        this.reader = new StreamReader(database, deadlines, rows, cache, telemetry);
        this.snapshots = new PostgresSnapshots(database, deadlines, codec, telemetry, config.name() + "-snapshots");
        this.feed = new PostgresFeed(database, rows, listeners, telemetry);
        this.projections = new PostgresProjections(database);
        this.lanes = new AppendLanes(
                database,
                deadlines,
                config.isolation().jdbcLevel(),
                config.appendLanes(),
                config.appendQueueCapacity(),
                config.appendQueueBytes(),
                new AppendEncoder(types, codec, metadata),
                new AppendMemory(cache, rows),
                underWay,
                listeners::committed,
                telemetry);
    }

    /**
     * Opens a store whose payloads are JSON by Jackson's defaults. Blocks until the first connection stands.
     *
     * @param config where the database is, and how it is used
     * @param types the event types that the application appends and reads
     * @return the store, to be closed by the caller
     * @throws io.eventcore.EventTypeRegistrationException if the codec could not read events of a class back
     * @throws io.eventcore.StoreUnavailableException if the database cannot be reached
     */
    public static PostgresEventStore create(PostgresConfig config, EventTypes types) {
        return create(config, types, JacksonEventCodec.create());
    }

    /**
     * Opens a store with a codec of the application's own. Blocks until the first connection stands.
     *
     * @param config where the database is, and how it is used
     * @param types the event types that the application appends and reads
     * @param codec makes JSON of payloads, and payloads of JSON
     * @return the store, to be closed by the caller
     * @throws io.eventcore.EventTypeRegistrationException if the codec could not read events of a class back
     * @throws io.eventcore.StoreUnavailableException if the database cannot be reached
     */
    public static PostgresEventStore create(PostgresConfig config, EventTypes types, EventCodec codec) {
        refuseNull(config, "configuration");
        refuseNull(types, "event types");
        refuseNull(codec, "codec");
        types.checkReadable(codec);
        return new PostgresEventStore(config, types, codec);
    }

    private static void refuseNull(@Nullable Object value, String what) {
        if (value == null) {
            throw new ConfigurationException("PostgresEventStore: the " + what + " of a store is null.");
        }
    }

    @Override
    public void initialize() {
        refuseIfClosed();
        schema.initialize();
    }

    @Override
    public LogEpoch epoch() {
        return logWatch.epoch();
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
    public Optional<RememberedStreams> remembered(Set<StreamId> streams) {
        refuseIfClosed();
        return reader.remembered(streams);
    }

    @Override
    public <T> Optional<RememberedStates<T>> remembered(Set<StreamId> streams, StreamFold<T, ?> fold) {
        refuseIfClosed();
        return reader.remembered(streams, fold).map(states -> underWay.extend(states, fold));
    }

    @Override
    public <T> void remember(StreamId stream, StreamFold<T, ?> fold, StreamState<T> state, LogEpoch readIn) {
        cache.learn(readIn, stream, fold, state);
    }

    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public EventFeed feed() {
        refuseIfClosed();
        return feed;
    }

    @Override
    public ProjectionStore projections() {
        refuseIfClosed();
        return projections;
    }

    /**
     * {@return the connection pool's figures, of now and since the start} Blocks on nothing; also of a store that is
     * closed.
     */
    public PoolMetrics poolMetrics() {
        return poolWatch.read();
    }

    /** {@return what {@link #healthCheck(Duration)} finds within 2 seconds} */
    public HealthReport healthCheck() {
        return healthCheck(Duration.ofSeconds(2));
    }

    /**
     * Checks whether the database answers over a connection of the pool, takes writes, and has the tables and
     * functions. Never throws; blocks until the answer or the time-out. One look at the database is under way at a
     * time: who asks meanwhile gets its result, or learns at the time-out that there is none yet.
     *
     * @param timeout how long to wait
     * @return what was found; a database that does not answer in time is a problem in it
     */
    public HealthReport healthCheck(Duration timeout) {
        return health.check(timeout);
    }

    /** {@return a new monitor that looks every 10 seconds} See {@link #startPoolMonitoring(Duration)}. */
    public PoolMonitor startPoolMonitoring() {
        return startPoolMonitoring(Duration.ofSeconds(10));
    }

    /**
     * Watches the pool in the background, and warns in the log when connections get short. Each call starts a monitor
     * of its own; one is enough.
     *
     * @param interval the time between two looks, positive
     * @return the monitor; it ends when it is closed, or with the store
     */
    public PoolMonitor startPoolMonitoring(Duration interval) {
        refuseIfClosed();
        PoolMonitor monitor = PoolMonitor.start(
                LoggerFactory.getLogger(PoolMonitor.class), this::poolMetrics, interval, monitors::remove);
        monitors.add(monitor);
        if (closed.get()) {
            monitor.close();
        }
        return monitor;
    }

    /**
     * {@inheritDoc}
     *
     * <p>May be called from anywhere, also from what is chained to an append. If the calling thread is interrupted, the
     * closing goes on without it: appends that were accepted still get their outcome; those that PostgreSQL has not carried
     * out some seconds later are cancelled there.
     *
     * @throws ExecutionInterruptedException if the calling thread is interrupted before the store is closed
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            monitors.forEach(PoolMonitor::close);
            health.close();
            lanes.stop();
            Thread finishing = new Thread(this::finish, "eventcore-closing");
            finishing.setDaemon(true);
            try {
                finishing.start();
                finishing.join();
            } catch (InterruptedException e) {
                lanes.hurry();
                Thread.currentThread().interrupt();
                throw new ExecutionInterruptedException(
                        "The thread was interrupted while it closed the store; the closing goes on in the background.",
                        e);
            } catch (OutOfMemoryError noThread) {
                finish();
            }
        }
    }

    /** Not on the thread of the caller: whoever interrupts that must not take the connections away from the lanes. */
    @SuppressWarnings("try") // they only have to be closed
    private void finish() {
        try (connections;
                deadlines;
                poolMeters;
                telemetry;
                AutoCloseable hints = listeners::close) {
            lanes.close();
            snapshots.close();
        } catch (Exception e) {
            log.warn("The store did not close cleanly.", e);
        }
    }

    private LaneStatus laneStatus() {
        return lanes.status();
    }

    private void refuseIfClosed() {
        if (closed.get()) {
            throw new StoreClosedException("The store was closed; it takes no more work.");
        }
    }
}
