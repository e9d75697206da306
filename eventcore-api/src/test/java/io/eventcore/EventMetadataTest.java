package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventMetadataTest {

    private static final EventMetadata FULL = EventMetadata.builder()
            .correlationId("order-1")
            .causationId("command-2")
            .userId("alice")
            .traceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .traceState("vendor=x")
            .custom("tenant", "north")
            .custom("channel", "web")
            .build();

    static Stream<UnaryOperator<EventMetadata.Builder>> eachPartChanged() {
        return Stream.of(
                builder -> builder.correlationId("other"),
                builder -> builder.causationId("other"),
                builder -> builder.userId("other"),
                builder -> builder.traceParent("other"),
                builder -> builder.traceState("other"),
                builder -> builder.custom("tenant", "other"));
    }

    @ParameterizedTest
    @MethodSource("eachPartChanged")
    void differsWhenOnePartDiffers(UnaryOperator<EventMetadata.Builder> change) {
        EventMetadata changed = change.apply(FULL.toBuilder()).build();

        assertThat(changed).isNotEqualTo(FULL);
        assertThat(change.apply(FULL.toBuilder()).build()).isEqualTo(changed).hasSameHashCodeAs(changed);
    }

    @Test
    void isAllKeptByItsBuilder() {
        EventMetadata copy = FULL.toBuilder().build();

        assertThat(copy).isEqualTo(FULL).hasSameHashCodeAs(FULL).hasToString(FULL.toString());
        assertThat(copy.correlationId()).contains("order-1");
        assertThat(copy.causationId()).contains("command-2");
        assertThat(copy.userId()).contains("alice");
        assertThat(copy.traceParent()).contains("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(copy.traceState()).contains("vendor=x");
        assertThat(copy.custom()).containsEntry("tenant", "north").containsEntry("channel", "web");
    }

    @Test
    void saysNothingWhenEmpty() {
        EventMetadata empty = EventMetadata.empty();

        assertThat(empty).isEqualTo(EventMetadata.builder().build()).isNotEqualTo(FULL);
        assertThat(Stream.of(
                        empty.correlationId(),
                        empty.causationId(),
                        empty.userId(),
                        empty.traceParent(),
                        empty.traceState()))
                .allSatisfy(part -> assertThat(part).isEmpty());
        assertThat(empty.custom()).isEmpty();
    }

    @Test
    void sortsCustomKeysAndDoesNotChange() {
        EventMetadata.Builder builder = FULL.toBuilder();
        EventMetadata built = builder.build();
        builder.custom("later", "key");

        assertThat(built.custom()).containsExactly(Map.entry("channel", "web"), Map.entry("tenant", "north"));
        assertThatThrownBy(() -> built.custom().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void namesTheEventAsTheCauseOfWhatFollowsAndHandsOnCorrelationAndTrace() {
        StoredEvent<String> event = new StoredEvent<>(
                EventId.random(), StreamId.of("order-1"), 1, 7, "order-placed", "payload", FULL, Instant.EPOCH);

        assertThat(EventMetadata.causedBy(event))
                .isEqualTo(EventMetadata.builder()
                        .correlationId("order-1")
                        .causationId(event.id().toString())
                        .traceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                        .traceState("vendor=x")
                        .build());
    }
}
