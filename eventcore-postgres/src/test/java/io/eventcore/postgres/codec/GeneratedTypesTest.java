package io.eventcore.postgres.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypeRegistrationException;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.jackson.JacksonEventCodec;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Of any class of events, it is refused by name and component, or whatever it holds comes back as it was. */
@ExtendWith(TestPostgresExtension.class)
class GeneratedTypesTest {

    private static final long FIXED_SEED = 20261130;
    private static final int CLASSES = 80;
    private static final int VALUES_OF_EACH = 6;

    private final JacksonEventCodec codec = JacksonEventCodec.create();

    @TempDir
    Path directory;

    @Test
    void ofAFixedSeed(TestPostgres postgres) throws Exception {
        eitherRefusedOrEqual(FIXED_SEED, postgres);
    }

    @Test
    void ofAFreshSeed(TestPostgres postgres) throws Exception {
        eitherRefusedOrEqual(new Random().nextLong(), postgres);
    }

    private void eitherRefusedOrEqual(long seed, TestPostgres postgres) throws Exception {
        TypeSources.Sources sources = new TypeSources(seed).make(CLASSES);
        ClassLoader loader = GeneratedClasses.compile("generated/Generated", sources.text(), directory);
        List<Class<?>> accepted = new ArrayList<>();
        for (TypeSources.Event event : sources.events()) {
            Class<?> type = loader.loadClass("generated.Generated$" + event.name());
            if (event.readable()) {
                codec.check(type);
                accepted.add(type);
            } else {
                assertRefused(seed, event, type);
            }
        }
        assertThat(accepted).hasSizeBetween(CLASSES / 10, CLASSES - CLASSES / 10);
        assertComeBackEqual(seed, accepted, postgres);
    }

    private void assertRefused(long seed, TypeSources.Event event, Class<?> type) {
        EventTypeRegistrationException refusal =
                catchThrowableOfType(EventTypeRegistrationException.class, () -> codec.check(type));
        assertThat(refusal).as("seed %s, %s", seed, event).isNotNull();
        String message = String.valueOf(refusal.getMessage());
        assertThat(message).contains(type.getName());
        List<TypeSources.Type> components = event.components();
        assertThat(IntStream.range(0, components.size()))
                .as("seed %s: %s", seed, message)
                .anyMatch(i -> !components.get(i).readable() && names(message, i))
                .noneMatch(i -> components.get(i).readable() && names(message, i));
    }

    private static boolean names(String message, int component) {
        return message.contains("component 'c" + component);
    }

    private void assertComeBackEqual(long seed, List<Class<?>> types, TestPostgres postgres) {
        GeneratedValues values = new GeneratedValues(seed);
        try (PostgresEventStore store = PostgresEventStore.create(
                PostgresConfig.of(postgres.newDatabase()), EventTypes.of(types.toArray(Class<?>[]::new)))) {
            store.initialize();
            for (Class<?> type : types) {
                StreamId stream = StreamId.of(type.getSimpleName());
                List<Object> events = IntStream.range(0, VALUES_OF_EACH)
                        .mapToObj(each -> values.of(type))
                        .toList();
                store.append(AppendRequest.to(stream, ExpectedVersion.noStream(), events.toArray()));
                List<Object> stored =
                        store.read(stream).stream().map(StoredEvent::payload).toList();
                for (int i = 0; i < VALUES_OF_EACH; i++) {
                    assertSame(seed, events.get(i), codec.decode(codec.encode(events.get(i)), type));
                    assertSame(seed, events.get(i), stored.get(i));
                }
            }
        }
    }

    private static void assertSame(long seed, Object written, Object read) {
        assertThat(Structure.of(read)).as("seed %s", seed).isEqualTo(Structure.of(written));
    }
}
