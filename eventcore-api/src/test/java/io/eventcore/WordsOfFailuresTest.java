package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an event holds stands in no error and in no {@code toString()} of what holds the event. */
class WordsOfFailuresTest {

    private static final String SECRET = "078-05-1120";
    private static final StreamId STREAM = StreamId.of("a");

    @EventType(value = "told", version = 2)
    record Told(String text) {}

    /** Fails as an application's own codec might. */
    private record FailingCodec(RuntimeException failure) implements EventCodec {
        @Override
        public String encode(Object payload) {
            throw failure;
        }

        @Override
        public <T> T decode(String json, Class<T> type) {
            throw failure;
        }

        @Override
        public Map<String, @Nullable Object> decodeFields(String json) {
            throw failure;
        }
    }

    private static void assertUntold(Throwable failure, String words) {
        assertThat(failure).isInstanceOf(EventCoreException.class).hasMessageContaining(words);
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain(SECRET);
            assertThat(String.valueOf(at.getMessage())).doesNotContain(SECRET);
        }
    }

    private static Throwable upcast(RuntimeException failure) {
        EventTypes types = EventTypes.builder(Told.class)
                .upcast("told", 1, data -> {
                    throw failure;
                })
                .build();
        EventCodec codec = new FailingCodec(failure);
        return catchThrowable(() -> types.upcasters().read(types, codec, EventData.of("told", 1)));
    }

    @Test
    void anUpcasterThatFailsIsToldByClassAndPlace() {
        NumberFormatException failure = new NumberFormatException("For input string: " + SECRET);

        Throwable told = upcast(failure);

        assertUntold(told, "java.lang.NumberFormatException at io.eventcore.WordsOfFailuresTest");
        assertThat(told.getCause())
                .hasMessage(null)
                .hasStackTraceContaining("NumberFormatException")
                .extracting(Throwable::getStackTrace)
                .isEqualTo(failure.getStackTrace());
    }

    @Test
    void theWordsOfTheCodecAreKeptAndThoseOfItsCauseAreNot() {
        Throwable told = upcast(new EventCodecException("it has no text", new IllegalStateException(SECRET)));

        assertUntold(told, "failed: it has no text");
        assertThat(told.getCause()).isInstanceOf(EventCodecException.class);
    }

    @Test
    void aCodecThatFailsIsToldByClassAndPlace() {
        NewEvent event = NewEvent.of(STREAM, new Told(SECRET));
        for (RuntimeException failure : new RuntimeException[] {
            new IllegalStateException(SECRET),
            new EventCodecException("IllegalStateException", new IllegalStateException(SECRET)),
            new InvalidEventException("IllegalStateException", new IllegalStateException(SECRET))
        }) {
            PayloadWriter writer = new PayloadWriter(new FailingCodec(failure));

            assertUntold(catchThrowable(() -> writer.write(event)), "IllegalStateException");
        }
    }

    @Test
    void whatHoldsAnEventShowsItsClassOnly() {
        EventMetadata metadata = EventMetadata.builder()
                .correlationId("order-1")
                .userId(SECRET)
                .custom(SECRET, SECRET)
                .build();
        Told payload = new Told(SECRET);
        Object[] holders = {
            new StoredEvent<>(EventId.random(), STREAM, 1, 1, "told", payload, metadata, Instant.EPOCH),
            new NewEvent(STREAM, EventId.random(), payload, metadata),
            Writes.to(STREAM, payload)
        };

        for (Object holder : holders) {
            assertThat(holder.toString()).contains(Told.class.getName()).doesNotContain(SECRET);
        }
        assertThat(metadata.toString()).contains("order-1", "custom=1").doesNotContain(SECRET);
    }
}
