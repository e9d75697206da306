package io.eventcore.postgres.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.EventCodecException;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.InvalidEventException;
import io.eventcore.StreamId;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.postgres.JacksonEventCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A unit test on the adapter in memory finds events that a database could not keep. */
class InMemoryWithCodecTest {

    private static final StreamId STREAM = StreamId.of("a");

    private final InMemoryEventStore store = InMemoryEventStore.builder(
                    EventTypes.of(Said.class, Unwritable.class, Unreadable.class))
            .codec(JacksonEventCodec.create())
            .build();

    /** An event with a text. */
    @EventType("said")
    record Said(String text) {}

    /** It may hold what has no end. */
    @EventType("unwritable")
    record Unwritable(List<Object> anything) {}

    /** Jackson can write it, and not read it: which shape is it? */
    @EventType("unreadable")
    record Unreadable(Shape shape) {}

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    @Test
    void anEventThatCannotBeWrittenIsRefused() {
        List<Object> itself = new ArrayList<>();
        itself.add(itself);

        assertThatThrownBy(() -> append(new Unwritable(itself))).isInstanceOf(EventCodecException.class);
        assertThat(store.read(STREAM)).isEmpty();
    }

    @Test
    void anEventThatCannotBeReadAgainIsRefused() {
        assertThatThrownBy(() -> append(new Unreadable(new Circle(1))))
                .isInstanceOf(EventCodecException.class)
                .hasMessageContaining("do not fit");
        assertThat(store.read(STREAM)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\\\0", "half \uD83D pair"})
    void aTextThatPostgresCannotKeepIsRefused(String text) {
        assertThatThrownBy(() -> append(new Said(text))).isInstanceOf(InvalidEventException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\\\u0000", "whole \uD83D\uDE00 pair"})
    void aTextThatOnlyLooksLikeItIsKept(String text) {
        append(new Said(text));

        assertThat(store.read(STREAM))
                .singleElement()
                .satisfies(event -> assertThat(event.payload()).isEqualTo(new Said(text)));
    }

    @Test
    void withoutACodecItLoadsNoJson() {
        InMemoryEventStore objects = InMemoryEventStore.create(EventTypes.of(Said.class));

        assertThatThrownBy(() -> objects.load(STREAM, "said", 1, "{}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("build it with a codec");
    }

    private void append(Object event) {
        store.append(AppendRequest.to(STREAM, ExpectedVersion.any(), event));
    }
}
