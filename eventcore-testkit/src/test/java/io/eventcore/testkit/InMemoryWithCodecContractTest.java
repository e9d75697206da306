package io.eventcore.testkit;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.memory.InMemoryEventStore;
import java.time.Duration;

/** The adapter in memory as tests of applications get it: payloads are text, by the codec on the path. */
class InMemoryWithCodecContractTest extends EventStoreContract {

    @Override
    protected EventStore newStore(EventTypes types) {
        return InMemoryEventStore.create(types);
    }

    @Override
    protected Duration feedDuration() {
        return Duration.ofSeconds(3);
    }
}
