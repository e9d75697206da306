package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Upcasters that lead nowhere, or are missing, are found at start-up. */
class UpcasterRegistrationTest {

    sealed interface ParcelEvent {}

    @EventType(value = "parcel-sent", aliases = "parcel-posted", version = 2)
    record Sent(String to) implements ParcelEvent {}

    @EventType("parcel-weighed")
    record Weighed(long grams) implements ParcelEvent {}

    @EventType("bystander")
    record Bystander() {}

    /** What is asked to decode nothing. */
    private static final EventCodec NO_CODEC = new EventCodec() {
        @Override
        public String encode(Object payload) {
            throw new AssertionError("Nothing is to be encoded.");
        }

        @Override
        public <T> T decode(String json, Class<T> type) {
            throw new AssertionError("Nothing is to be decoded.");
        }

        @Override
        public Map<String, @Nullable Object> decodeFields(String json) {
            throw new AssertionError("Nothing is to be decoded.");
        }
    };

    static Stream<Arguments> refused() {
        return Stream.of(
                refusedBy(
                        "Event type 'parcel-sent' has version 2, but nothing says how version 1 is read",
                        builder -> builder.upcast("parcel-moved", 1, data -> data)
                                .split("parcel-moved", 2, List::of, Weighed.class)),
                refusedBy(
                        "The upcaster from 'parcel-posted' version 1 names an alias; name the type: 'parcel-sent'",
                        builder -> builder.upcast("parcel-posted", 1, data -> data)),
                refusedBy(
                        "The upcaster from 'parcel-sent' version 2 is never used: version 2 is written now",
                        builder -> builder.upcast("parcel-sent", 2, data -> data)),
                refusedBy(
                        "The upcaster from 'parcel-gone' version 1 leads to version 2, which no class claims",
                        builder -> builder.upcast("parcel-gone", 1, data -> data)),
                refusedBy(
                        "There is an upcaster from 'parcel-gone' version 2, but nothing says how version 1",
                        builder -> builder.split("parcel-gone", 2, List::of, Weighed.class)),
                refusedBy(
                        "There are two upcasters from 'parcel-sent' version 1",
                        builder ->
                                builder.upcast("parcel-sent", 1, data -> data).upcast("parcel-sent", 1, data -> data)),
                refusedBy(
                        "The upcaster from 'parcel-sent' version 0: versions start at 1",
                        builder -> builder.upcast("parcel-sent", 0, data -> data)),
                refusedBy(
                        "The split of 'parcel-sent' version 1 names no class",
                        builder -> builder.split("parcel-sent", 1, List::of)),
                refusedBy(
                        "which is not registered",
                        builder -> builder.split("parcel-sent", 1, List::of, Bystander.class)));
    }

    private static Arguments refusedBy(String message, Consumer<EventTypes.Builder> upcasters) {
        return Arguments.of(message, upcasters);
    }

    @ParameterizedTest
    @MethodSource
    void refused(String message, Consumer<EventTypes.Builder> upcasters) {
        assertThatThrownBy(() -> {
                    EventTypes.Builder builder = EventTypes.builder(ParcelEvent.class);
                    upcasters.accept(builder);
                    builder.build();
                })
                .isInstanceOf(EventTypeRegistrationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theNamesOfATypeAreAllThatItMayComeFrom() {
        EventTypes types = EventTypes.builder(ParcelEvent.class)
                .split("parcel-sent", 1, List::of, Sent.class, Weighed.class)
                .split("parcel-dropped", 1, List::of, Weighed.class)
                .build();

        assertThat(types.namesOf(Weighed.class))
                .containsExactly("parcel-weighed", "parcel-sent", "parcel-posted", "parcel-dropped");
        assertThat(types.namesOf(Sent.class)).containsExactly("parcel-sent", "parcel-posted");
        assertThat(types.storedNamesOf(Set.of("parcel-posted")))
                .containsExactlyInAnyOrder("parcel-sent", "parcel-posted");
        assertThat(types.storedNamesOf(Set.of("unheard-of"))).containsExactly("unheard-of");
        assertThat(types.readableNames())
                .containsExactlyInAnyOrder("parcel-sent", "parcel-posted", "parcel-weighed", "parcel-dropped");
    }

    @Test
    void theNamesOfATypeAreAlsoThoseFromWhichItComesInTwoSteps() {
        EventTypes types = EventTypes.builder(ParcelEvent.class)
                .split("parcel-dropped", 1, data -> List.of(EventData.of("parcel-sent", 1)), Sent.class)
                .split("parcel-sent", 1, data -> List.of(EventData.of("parcel-weighed", 1)), Weighed.class)
                .build();

        assertThat(types.namesOf(Weighed.class))
                .containsExactly("parcel-weighed", "parcel-sent", "parcel-posted", "parcel-dropped");
    }

    @Test
    void anUpcasterThatReturnsOtherDataThanItsOwnIsFoundOut() {
        assertThatThrownBy(() -> readThrough(
                        builder -> builder.upcast("parcel-sent", 1, data -> EventData.of("parcel-sent", 2))))
                .isInstanceOf(EventCodecException.class)
                .hasMessageContaining("it returns Data of 'parcel-sent' version 2");
        assertThatThrownBy(() -> readThrough(
                        builder -> builder.upcast("parcel-sent", 1, data -> EventData.of("parcel-weighed", 1))))
                .isInstanceOf(EventCodecException.class)
                .hasMessageContaining("it returns Data of 'parcel-weighed' version 1");
    }

    @Test
    @SuppressWarnings("NullAway") // what a function must not return
    void aSplitThatReturnsNullIsAnErrorOfTheEvent() {
        assertThatThrownBy(() -> readThrough(builder -> builder.split("parcel-sent", 1, data -> null, Weighed.class)))
                .isInstanceOf(EventCodecException.class);
        assertThatThrownBy(() -> readThrough(builder ->
                        builder.split("parcel-sent", 1, data -> Collections.singletonList(null), Weighed.class)))
                .isInstanceOf(EventCodecException.class);
    }

    private static Object readThrough(UnaryOperator<EventTypes.Builder> upcasters) {
        EventTypes types =
                upcasters.apply(EventTypes.builder(ParcelEvent.class)).build();
        return types.upcasters().read(types, NO_CODEC, EventData.of("parcel-sent", 1));
    }

    @Test
    void whatIsAddedToTheBuilderLaterChangesNothing() {
        EventTypes.Builder builder = EventTypes.builder(ParcelEvent.class).upcast("parcel-sent", 1, data -> data);
        EventTypes types = builder.build();

        builder.split("parcel-dropped", 1, List::of, Weighed.class);

        assertThat(types.readableNames()).doesNotContain("parcel-dropped");
    }
}
