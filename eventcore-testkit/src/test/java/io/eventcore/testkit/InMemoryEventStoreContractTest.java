package io.eventcore.testkit;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.memory.InMemoryEventStore;
import java.time.Duration;

class InMemoryEventStoreContractTest extends EventStoreContract {

    @Override
    protected EventStore newStore(EventTypes types) {
        EventStore store = InMemoryEventStore.builder(types).withoutCodec().build();
        store.initialize();
        return store;
    }

    @Override
    protected boolean serializesPayloads() {
        return false;
    }

    @Override
    protected Duration feedDuration() {
        return Duration.ofSeconds(10);
    }
}
