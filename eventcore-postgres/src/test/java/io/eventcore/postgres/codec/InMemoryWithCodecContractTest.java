package io.eventcore.postgres.codec;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.postgres.JacksonEventCodec;
import io.eventcore.testkit.EventStoreContract;
import java.time.Duration;

/** The adapter in memory keeps every promise also when it keeps payloads as text. */
class InMemoryWithCodecContractTest extends EventStoreContract {

    @Override
    protected EventStore newStore(EventTypes types) {
        return InMemoryEventStore.builder(types)
                .codec(JacksonEventCodec.create())
                .build();
    }

    @Override
    protected Duration feedDuration() {
        return Duration.ofSeconds(3);
    }
}
