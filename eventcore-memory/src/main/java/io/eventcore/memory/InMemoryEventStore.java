package io.eventcore.memory;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.ConfigurationException;
import io.eventcore.EventCodec;
import io.eventcore.EventFeed;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.ProjectionStore;
import io.eventcore.ReadRequest;
import io.eventcore.SnapshotStore;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An event store in memory, for unit tests: it keeps every promise of {@link EventStore} but durability. Thread-safe.
 *
 * <p>Payloads are kept as the text that a codec makes of them, as in a database, if one is on the path ({@link
 * EventCodec#provided()}; eventcore-postgres and eventcore-testkit bring it): then a unit test finds what PostgreSQL would
 * refuse or change. Otherwise, or {@linkplain Builder#withoutCodec() if asked to}, they are kept as the objects that they
 * are. Nothing blocks: an append is finished when its method returns, also the asynchronous one; only projections wait, for
 * the work of each other. Positions are 1, 2, 3 and so on. Names and metadata that PostgreSQL would refuse are refused here
 * too.
 */
public final class InMemoryEventStore implements EventStore {

    private final EventTypes types;
    private final KeptPayloads payloads;
    private final EventLog log;
    private final CommitListeners listeners;
    private final InMemoryFeed feed;
    private final InMemoryProjectionStore projections;
    private final InMemorySnapshots snapshots;

    private InMemoryEventStore(Builder builder) {
        this.types = builder.types;
        this.payloads =
                builder.codec == null ? KeptPayloads.AS_OBJECTS : new EncodedPayloads(builder.types, builder.codec);
        if (builder.codec != null) {
            builder.types.checkReadable(builder.codec);
        }
        this.log = new EventLog(builder.clock);
        this.listeners = new CommitListeners();
        this.feed = new InMemoryFeed(log, payloads, listeners);
        this.projections = new InMemoryProjectionStore(log, builder.clock);
        this.snapshots = new InMemorySnapshots(log, payloads);
    }

    /**
     * An empty store that takes the time from the system's clock and uses the codec on the path, if there is one.
     *
     * @param types the event types that it knows
     * @return the store
     * @throws io.eventcore.EventTypeRegistrationException if the codec could not read events of a class back
     */
    public static InMemoryEventStore create(EventTypes types) {
        return builder(types).build();
    }

    /**
     * Starts with the settings of {@link #create}.
     *
     * @param types the event types that the store knows
     * @return the builder
     */
    public static Builder builder(EventTypes types) {
        if (types == null) {
            throw new ConfigurationException("InMemoryEventStore: the event types of a store are null.");
        }
        return new Builder(types);
    }

    /** Does nothing: the store needs nothing. */
    @Override
    public void initialize() {
        log.refuseIfClosed();
    }

    @Override
    public EventTypes eventTypes() {
        return types;
    }

    /** Appends before it returns; the future is complete already. */
    @Override
    public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
        AppendResult result;
        try {
            result = log.append(request, CheckedEvents.of(request, types, payloads));
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
        if (!result.events().isEmpty() && !result.repeated()) {
            listeners.afterCommit();
        }
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public Optional<AppendResult> resultOf(UUID commandId) {
        return log.resultOf(commandId);
    }

    @Override
    public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        Cut cut = log.cut(request);
        for (StoredEvent<Object> event : cut.inGlobalOrder()) {
            consumer.accept(payloads.read(event));
        }
        return cut.versions();
    }

    @Override
    public EventFeed feed() {
        return feed;
    }

    /** States pass the codec, too, if there is one, and are then kept as objects: they must be immutable. */
    @Override
    public SnapshotStore snapshots() {
        return snapshots;
    }

    @Override
    public ProjectionStore projections() {
        return projections;
    }

    /**
     * Puts an event at the end of a stream as it may stand in a database, for tests of upcasters and of unknown types.
     * Nothing about it is checked until somebody reads it.
     *
     * @param stream where it goes; a stream without events begins with it
     * @param type the stored name of its type, which need not be registered
     * @param version the version of its shape
     * @param json its data
     * @throws IllegalStateException if the store has no {@linkplain Builder#codec codec}
     */
    public void load(StreamId stream, String type, int version, String json) {
        if (payloads == KeptPayloads.AS_OBJECTS) {
            throw new IllegalStateException("A store that keeps payloads as objects cannot load JSON: put"
                    + " eventcore-jackson on the path, or build it with a codec of your own,"
                    + " InMemoryEventStore.builder(types).codec(codec).");
        }
        Object kept = new EncodedPayloads.Encoded(version, json);
        NewEvent event = new NewEvent(stream, EventId.random(), kept, EventMetadata.empty());
        AppendRequest request = AppendRequest.builder()
                .expect(stream, ExpectedVersion.any())
                .append(event)
                .build();
        log.append(request, List.of(new CheckedEvents.Named(event, type, kept)));
        listeners.afterCommit();
    }

    /** Refuses every operation from now on. */
    @Override
    public void close() {
        log.close();
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final EventTypes types;
        private Clock clock = Clock.systemUTC();
        private @Nullable EventCodec codec = EventCodec.provided().orElse(null);

        private Builder(EventTypes types) {
            this.types = types;
        }

        /**
         * Says where {@link StoredEvent#createdAt()} and the times of projections come from, in whole microseconds;
         * leases end by it too.
         *
         * @param value the clock; the system's unless set
         * @return this builder
         */
        public Builder clock(Clock value) {
            refuseNull(value, "clock", "leave the call out to take the system's");
            this.clock = value;
            return this;
        }

        /**
         * Keeps payloads as text, and reads them back through upcasters, as a database adapter does: then a unit test
         * finds an event that cannot be written, or not be read again.
         *
         * @param value makes the text; {@link EventCodec#provided()} unless set
         * @return this builder
         */
        public Builder codec(EventCodec value) {
            refuseNull(value, "codec", "call withoutCodec() to keep payloads as objects");
            this.codec = value;
            return this;
        }

        /**
         * Keeps payloads as the objects that they are, for where speed counts. Nothing then notices an event that a database
         * could not keep, or would give back as another one.
         *
         * @return this builder
         */
        public Builder withoutCodec() {
            this.codec = null;
            return this;
        }

        private static void refuseNull(@Nullable Object value, String setting, String remedy) {
            if (value == null) {
                throw new ConfigurationException("InMemoryEventStore: " + setting + " is null: " + remedy + ".");
            }
        }

        /**
         * {@return a new, empty store with these settings}
         *
         * @throws io.eventcore.EventTypeRegistrationException if the codec could not read events of a class back
         */
        public InMemoryEventStore build() {
            return new InMemoryEventStore(this);
        }
    }
}
