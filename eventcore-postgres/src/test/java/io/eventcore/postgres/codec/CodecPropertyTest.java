package io.eventcore.postgres.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.jackson.JacksonEventCodec;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever an event holds comes back as it was: through the codec, through upcasters, and through {@code jsonb}. */
@ExtendWith(TestPostgresExtension.class)
class CodecPropertyTest {

    private static final int EVENTS = 2_000;

    private final JacksonEventCodec codec = JacksonEventCodec.create();

    @Test
    void throughTheCodec() {
        LongStream.range(0, EVENTS).forEach(seed -> {
            Everything event = RandomEvents.of(seed);
            String json = codec.encode(event);
            assertThat(codec.decode(json, Everything.class))
                    .as("seed %s, %s", seed, json)
                    .isEqualTo(event);
        });
    }

    @Test
    void throughTheFieldsThatUpcastersSee() {
        LongStream.range(0, EVENTS).forEach(seed -> {
            Everything event = RandomEvents.of(seed);
            Map<String, @Nullable Object> fields = codec.decodeFields(codec.encode(event));
            assertThat(codec.decode(codec.encode(fields), Everything.class))
                    .as("seed %s, %s", seed, fields)
                    .isEqualTo(event);
        });
    }

    @Test
    void throughTheDatabase(TestPostgres postgres) {
        List<Everything> events =
                LongStream.range(0, EVENTS).mapToObj(RandomEvents::of).toList();
        StreamId stream = StreamId.of("everything");
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(postgres.newDatabase()), EventTypes.of(Everything.class))) {
            store.initialize();
            store.append(AppendRequest.to(stream, ExpectedVersion.noStream(), events.toArray()));

            List<StoredEvent<Object>> stored = store.read(stream);
            assertThat(stored).hasSize(EVENTS);
            for (int seed = 0; seed < EVENTS; seed++) {
                assertThat(stored.get(seed).payload()).as("seed %s", seed).isEqualTo(events.get(seed));
            }
        }
    }
}
