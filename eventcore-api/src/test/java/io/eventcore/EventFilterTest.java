package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");

    @Test
    void takesEverythingUnlessRestricted() {
        assertThat(EventFilter.all().matches(event(ALICE, "money-deposited", "c1")))
                .isTrue();
        assertThat(EventFilter.all().types()).isEmpty();
        assertThat(EventFilter.all().streams()).isEmpty();
        assertThat(EventFilter.all().streamPrefix()).isEmpty();
        assertThat(EventFilter.all().streamPattern()).isEmpty();
        assertThat(EventFilter.all().segment()).isEqualTo(Segment.ALL);
        assertThat(EventFilter.all().correlationId()).isEmpty();
    }

    @Test
    void takesTheNamedTypesOnly() {
        EventFilter filter = EventFilter.all().withTypes("money-deposited", "money-withdrawn");

        assertThat(filter.matches(event(ALICE, "money-deposited", "c1"))).isTrue();
        assertThat(filter.matches(event(ALICE, "money-withdrawn", "c1"))).isTrue();
        assertThat(filter.matches(event(ALICE, "account-opened", "c1"))).isFalse();
    }

    @Test
    void takesTheNamedStreamsOnly() {
        EventFilter filter = EventFilter.all().withStreams(List.of(ALICE));

        assertThat(filter.matches(event(ALICE, "money-deposited", "c1"))).isTrue();
        assertThat(filter.matches(event(BOB, "money-deposited", "c1"))).isFalse();
    }

    @Test
    void takesAPrefixLiterally() {
        EventFilter filter = EventFilter.all().withStreamPrefix("a_%\\");

        assertThat(filter.matches(event(StreamId.of("a_%\\b"), "t", "c1"))).isTrue();
        assertThat(filter.matches(event(StreamId.of("axyz\\b"), "t", "c1"))).isFalse();
        assertThat(filter.matches(event(StreamId.of("xa_%\\b"), "t", "c1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "order-*-eu, order-1-eu, order-1-us",
        "order-*-eu, order--eu, order-eu",
        "order-*-eu, order-1-eu-eu, xorder-1-eu",
        "*-eu, order-eu, order-eu-1",
        "order-*, order-, order",
        "*a*b*, xaxbx, xbxax",
        "**, anything, ",
        "order-1, order-1, order-11",
        "a_%b*, a_%b, axyb",
        "a.b*, a.b1, axb1",
        "(a|b)*, (a|b)1, a1",
        "a\\Eb*, a\\Eb1, ab1",
        "[a-z]?*, [a-z]?1, a1",
        "Order-*, Order-1, order-1",
    })
    void takesAPatternLiterallyButForItsStars(String pattern, String matching, @Nullable String other) {
        EventFilter filter = EventFilter.all().withStreamPattern(pattern);

        assertThat(filter.streamPattern()).contains(pattern);
        assertThat(filter.matches(event(StreamId.of(matching), "t", "c1"))).isTrue();
        if (other != null) {
            assertThat(filter.matches(event(StreamId.of(other), "t", "c1"))).isFalse();
        }
    }

    @Test
    void aStarStandsForAnyCharacterThatAStreamCanHave() {
        EventFilter filter = EventFilter.all().withStreamPattern("a*b");

        assertThat(filter.matches(event(StreamId.of("a🦊\u2028b"), "t", "c1"))).isTrue();
    }

    @Test
    void takesTheStreamsOfOneSegmentOnly() {
        EventFilter filter = EventFilter.all().withSegment(Segment.of(ALICE, 8));

        assertThat(filter.segment()).isEqualTo(new Segment(7, 8));
        assertThat(filter.matches(event(ALICE, "t", "c1"))).isTrue();
        assertThat(filter.matches(event(BOB, "t", "c1"))).isFalse();
    }

    @Test
    void takesTheEventsOfOneCorrelationOnly() {
        EventFilter filter = EventFilter.all().withCorrelationId("c1");
        StoredEvent<?> uncorrelated =
                new StoredEvent<>(EventId.random(), ALICE, 1, 1, "t", "payload", EventMetadata.empty(), Instant.EPOCH);

        assertThat(filter.matches(event(ALICE, "t", "c1"))).isTrue();
        assertThat(filter.matches(event(ALICE, "t", "c2"))).isFalse();
        assertThat(filter.matches(uncorrelated)).isFalse();
    }

    @Test
    void joinsItsConditionsByAnd() {
        EventFilter filter = EventFilter.all()
                .withCorrelationId("c1")
                .withStreamPrefix("account-")
                .withStreamPattern("*alice")
                .withSegment(Segment.of(ALICE, 8))
                .withStreams(List.of(ALICE))
                .withTypes("money-deposited");

        assertThat(filter.matches(event(ALICE, "money-deposited", "c1"))).isTrue();
        assertThat(filter.matches(event(BOB, "money-deposited", "c1"))).isFalse();
        assertThat(filter.matches(event(ALICE, "money-withdrawn", "c1"))).isFalse();
        assertThat(filter.matches(event(ALICE, "money-deposited", "c2"))).isFalse();
        assertThat(filter.withStreamPrefix("order-").matches(event(ALICE, "money-deposited", "c1")))
                .isFalse();
        assertThat(filter.withStreamPattern("*bob").matches(event(ALICE, "money-deposited", "c1")))
                .isFalse();
        assertThat(filter.withSegment(new Segment(0, 8)).matches(event(ALICE, "money-deposited", "c1")))
                .isFalse();
        assertThat(filter.streamPattern()).contains("*alice");
        assertThat(filter.segment()).isEqualTo(new Segment(7, 8));
        assertThat(filter.types()).containsExactly("money-deposited");
        assertThat(filter.streams()).containsExactly(ALICE);
        assertThat(filter.streamPrefix()).contains("account-");
        assertThat(filter.correlationId()).contains("c1");
    }

    private static StoredEvent<Object> event(StreamId stream, String type, String correlationId) {
        EventMetadata metadata =
                EventMetadata.builder().correlationId(correlationId).build();
        return new StoredEvent<>(EventId.random(), stream, 1, 1, type, "payload", metadata, Instant.EPOCH);
    }
}
