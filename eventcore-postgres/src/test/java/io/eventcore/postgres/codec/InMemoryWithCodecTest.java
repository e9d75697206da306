package io.eventcore.postgres.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventStore;
import io.eventcore.EventType;
import io.eventcore.EventTypeRegistrationException;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.InvalidEventException;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The adapter in memory takes and refuses what PostgreSQL does, in the same words. */
@ExtendWith(TestPostgresExtension.class)
class InMemoryWithCodecTest {

    private static final StreamId STREAM = StreamId.of("a");
    private static final EventTypes TYPES = EventTypes.of(Said.class);

    /** An event with a text, and more. */
    @EventType("said")
    record Said(String text, Map<String, Integer> counts, BigDecimal number) {
        static Said of(String text) {
            return new Said(text, Map.of(), BigDecimal.ONE);
        }
    }

    /** Jackson can write it, and not read it: which shape is it? */
    @EventType("unreadable")
    record Unreadable(Shape shape) {}

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    private static NewEvent with(EventMetadata metadata) {
        return new NewEvent(STREAM, EventId.random(), Said.of("x"), metadata);
    }

    private static final List<NewEvent> REFUSED = Stream.concat(
                    Stream.of(
                                    Said.of("\0"),
                                    Said.of("\\\0"),
                                    Said.of("half \uD83D pair"),
                                    new Said("", Map.of("k".repeat(60_000), 1), BigDecimal.ONE),
                                    new Said("", Map.of("\0", 1), BigDecimal.ONE),
                                    new Said("", Map.of(), new BigDecimal("1E-17000")),
                                    new Said("", Map.of(), new BigDecimal("1E+140000").setScale(0)))
                            .map(payload -> NewEvent.of(STREAM, payload)),
                    Stream.of(
                            with(EventMetadata.builder().userId("\0").build()),
                            with(EventMetadata.builder().custom("\0", "x").build()),
                            with(EventMetadata.builder().custom("x", "\uD83D").build())))
            .toList();

    private static final List<NewEvent> KEPT = Stream.of(
                    NewEvent.of(STREAM, Said.of("\\u0000")),
                    NewEvent.of(STREAM, Said.of("whole \uD83D\uDE00 pair")),
                    NewEvent.of(STREAM, new Said("", Map.of("k".repeat(40_000), 1), new BigDecimal("1E-16000"))),
                    with(EventMetadata.builder()
                            .custom("k".repeat(60_000), "\"v\"")
                            .build()))
            .toList();

    @Test
    void bothRefuseTheSame(TestPostgres postgres) {
        try (EventStore memory = InMemoryEventStore.create(TYPES);
                EventStore database = open(postgres)) {
            for (NewEvent event : REFUSED) {
                String refusal = refusalOf(memory, event);
                assertThat(refusal)
                        .contains(event.id().toString())
                        .contains(STREAM.toString())
                        .contains(Said.class.getName());
                assertThat(refusalOf(database, event)).isEqualTo(refusal);
            }
            assertThat(database.read(STREAM)).isEmpty();
        }
    }

    @Test
    void bothKeepTheSame(TestPostgres postgres) {
        PostgresConfig config = PostgresConfig.of(postgres.newDatabase());
        try (EventStore memory = InMemoryEventStore.create(TYPES);
                EventStore database = PostgresEventStore.create(config, TYPES);
                EventStore other = PostgresEventStore.create(config, TYPES)) {
            database.initialize();
            KEPT.forEach(event -> append(memory, event));
            KEPT.forEach(event -> append(database, event));

            for (EventStore store : List.of(memory, other)) {
                assertThat(store.read(STREAM))
                        .extracting(event -> List.of(event.payload(), event.metadata()))
                        .isEqualTo(KEPT.stream()
                                .map(event -> List.of(event.payload(), event.metadata()))
                                .toList());
            }
        }
    }

    @Test
    void aClassThatCannotBeReadAgainIsRefusedWhenTheStoreIsCreated(TestPostgres postgres) {
        EventTypes types = EventTypes.of(Said.class, Unreadable.class);
        PostgresConfig config = PostgresConfig.of(postgres.newDatabase());

        for (Runnable create : List.<Runnable>of(
                () -> InMemoryEventStore.create(types), () -> PostgresEventStore.create(config, types))) {
            assertThatThrownBy(create::run)
                    .isInstanceOf(EventTypeRegistrationException.class)
                    .hasMessageContaining(Unreadable.class.getName())
                    .hasMessageContaining("component 'shape'");
        }
    }

    @Test
    void withoutACodecItKeepsObjectsAndLoadsNoJson() {
        InMemoryEventStore objects = InMemoryEventStore.builder(EventTypes.of(Unreadable.class))
                .withoutCodec()
                .build();

        append(objects, NewEvent.of(STREAM, new Unreadable(new Circle(1))));

        assertThat(objects.read(STREAM)).hasSize(1);
        assertThatThrownBy(() -> objects.load(STREAM, "said", 1, "{}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("build it with a codec");
    }

    private static EventStore open(TestPostgres postgres) {
        EventStore store = PostgresEventStore.create(PostgresConfig.of(postgres.newDatabase()), TYPES);
        store.initialize();
        return store;
    }

    private static String refusalOf(EventStore store, NewEvent event) {
        try {
            append(store, event);
        } catch (InvalidEventException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("It was taken: " + event.id());
    }

    private static void append(EventStore store, NewEvent event) {
        store.append(AppendRequest.builder()
                .expect(event.stream(), ExpectedVersion.any())
                .append(event)
                .build());
    }
}
