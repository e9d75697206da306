package io.eventcore.testkit;

import io.eventcore.EventCodec;
import io.eventcore.EventMetadata;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.memory.InMemoryEventStore;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario runs with.
 *
 * @param clock where the times of events come from
 * @param metadata what each event gets
 * @param codec what payloads are written by; objects are kept as they are if there is none
 * @param wrapper what is between the command and the store
 */
record ScenarioSettings(
        EventTypes types,
        Clock clock,
        EventMetadata metadata,
        @Nullable EventCodec codec,
        UnaryOperator<EventStore> wrapper) {

    ScenarioSettings with(Clock value) {
        return new ScenarioSettings(types, value, metadata, codec, wrapper);
    }

    ScenarioSettings with(EventMetadata value) {
        return new ScenarioSettings(types, clock, value, codec, wrapper);
    }

    ScenarioSettings with(@Nullable EventCodec value) {
        return new ScenarioSettings(types, clock, metadata, value, wrapper);
    }

    ScenarioSettings with(UnaryOperator<EventStore> value) {
        return new ScenarioSettings(types, clock, metadata, codec, value);
    }

    InMemoryEventStore newStore(Clock now) {
        InMemoryEventStore.Builder store = InMemoryEventStore.builder(types).clock(now);
        return (codec == null ? store.withoutCodec() : store.codec(codec)).build();
    }
}
