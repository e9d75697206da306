package io.eventcore.testkit;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/**
 * All that a storage adapter promises, as tests. An adapter's tests extend this class and say how to make a store:
 *
 * <pre>{@code
 * class MyEventStoreContractTest extends EventStoreContract {
 *     @Override
 *     protected EventStore newStore(EventTypes types) {
 *         return MyEventStore.create(freshDatabase(), types);
 *     }
 * }
 * }</pre>
 *
 * The suites are nested classes that a subclass cannot change or leave out. Each test has a store of its own.
 */
public abstract class EventStoreContract {

    /**
     * How long one step of the contract may take: 5 minutes. The machine may be busy, and what the contract checks is not
     * how fast a store is. An adapter's own time-outs, such as one for each statement, must not be shorter in these tests.
     */
    protected static final Duration PATIENCE = Duration.ofMinutes(5);

    /** For subclasses. */
    protected EventStoreContract() {}

    /**
     * Makes a store for one test. The suite closes it after the test.
     *
     * @param types the event types of the contract
     * @return a fresh, empty store, on which {@link EventStore#initialize()} was called
     */
    protected abstract EventStore newStore(EventTypes types);

    /**
     * {@return whether the store turns payloads into data, so that some payloads cannot be stored: true, unless it
     * keeps the objects themselves} A store that does not serialise must take every payload of a registered class.
     */
    protected boolean serializesPayloads() {
        return true;
    }

    /**
     * {@return for how long writers run against a live reader of the feed: 60 seconds; shorter only for a store in
     * memory}
     */
    protected Duration feedDuration() {
        return Duration.ofSeconds(60);
    }

    /**
     * {@return how many commands each of 64 writers executes on one stream: 200} Every command reads all that came
     * before, so this takes minutes on a store that keeps events elsewhere. Fewer only for further settings of an
     * adapter whose default settings run them all.
     */
    protected int commandsPerWriter() {
        return sizes().hotCommands();
    }

    /** How much the suites do. Smaller only in the tests of the suites themselves. */
    ContractSizes sizes() {
        return ContractSizes.FULL;
    }

    @Nested
    class Appends extends AppendContract {
        Appends() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Expectations extends ExpectedVersionContract {
        Expectations() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Order extends OrderContract {
        Order() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class EventIds extends EventIdContract {
        EventIds() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Metadata extends MetadataContract {
        Metadata() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Reads extends ReadContract {
        Reads() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class LargeAppends extends LargeAppendContract {
        LargeAppends() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Neighbours extends NeighbourContract {
        Neighbours() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Feed extends FeedContract {
        Feed() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class LiveFeed extends LiveFeedContract {
        LiveFeed() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Checkpoints extends CheckpointContract {
        Checkpoints() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Leasing extends LeaseContract {
        Leasing() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Fencing extends FencingContract {
        Fencing() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class ProjectionVersions extends ProjectionVersionContract {
        ProjectionVersions() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class SegmentStates extends SegmentStateContract {
        SegmentStates() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Resets extends ResetContract {
        Resets() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Repartitions extends RepartitionContract {
        Repartitions() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class DeadLettering extends DeadLetterContract {
        DeadLettering() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Commands extends CommandExecutorContract {
        Commands() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class StreamCommands extends StreamCommandContract {
        StreamCommands() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Snapshotting extends SnapshotContract {
        Snapshotting() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class CommandIds extends CommandIdContract {
        CommandIds() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Discovery extends DiscoveryContract {
        Discovery() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Callers extends CallersContract {
        Callers() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Closing extends ClosingContract {
        Closing() {
            super(EventStoreContract.this);
        }
    }
}
