package io.eventcore.memory;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventFeed;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.ProjectionStore;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * An event store in memory, for unit tests: it keeps every promise of {@link EventStore} but durability. Thread-safe.
 *
 * <p>Payloads are kept as the objects that they are, and are never serialised. Nothing blocks: an append is finished
 * when its method returns, also the asynchronous one; only projections wait, for the work of each other. Positions are 1, 2, 3 and so on. Names and metadata that
 * PostgreSQL would refuse are refused here too.
 */
public final class InMemoryEventStore implements EventStore {

    private final EventTypes types;
    private final EventLog log;
    private final CommitListeners listeners;
    private final InMemoryFeed feed;
    private final InMemoryProjectionStore projections;

    private InMemoryEventStore(Builder builder) {
        this.types = builder.types;
        this.log = new EventLog(builder.clock);
        this.listeners = new CommitListeners();
        this.feed = new InMemoryFeed(log, listeners);
        this.projections = new InMemoryProjectionStore(log, builder.clock);
    }

    /** An empty store that knows these event types and takes the time from the system's clock. */
    public static InMemoryEventStore create(EventTypes types) {
        return builder(types).build();
    }

    /** Starts with the system's clock. */
    public static Builder builder(EventTypes types) {
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
            result = log.append(request, CheckedEvents.of(request, types));
        } catch (RuntimeException e) {
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
        cut.inGlobalOrder().forEach(consumer);
        return cut.versions();
    }

    @Override
    public EventFeed feed() {
        return feed;
    }

    @Override
    public ProjectionStore projections() {
        return projections;
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

        private Builder(EventTypes types) {
            this.types = types;
        }

        /**
         * Where {@link StoredEvent#createdAt()} and the times of projections come from, in whole microseconds; leases
         * end by it too. The system's clock unless set.
         */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /** Builds the store. */
        public InMemoryEventStore build() {
            return new InMemoryEventStore(this);
        }
    }
}
