package io.eventcore.postgres.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.eventcore.EventType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** An event that holds everything that the codec promises to bring back as it was. */
@EventType("everything")
record Everything(
        boolean flag,
        byte small,
        short shorter,
        int whole,
        long big,
        float single,
        double real,
        char letter,
        Long boxed,
        Double boxedReal,
        String text,
        BigInteger huge,
        BigDecimal exact,
        Instant at,
        LocalDate day,
        LocalDateTime local,
        OffsetDateTime withOffset,
        Duration took,
        UUID id,
        Color color,
        Optional<String> perhaps,
        Optional<BigDecimal> perhapsExact,
        OptionalInt perhapsWhole,
        OptionalLong perhapsBig,
        Nested nested,
        Shape shape,
        List<Shape> shapes,
        List<Optional<Instant>> times,
        Map<String, List<Set<BigDecimal>>> byName,
        Pair<Instant, Pair<Color, Long>> pair) {

    enum Color {
        RED,
        GREEN
    }

    record Nested(String name, List<Inner> inner) {}

    record Inner(Optional<Inner> deeper, Instant at, BigDecimal amount) {}

    record Pair<A, B>(A first, B second) {}

    /** A sealed type within an event says under which property its kind is stored. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    sealed interface Shape {}

    @JsonTypeName("circle")
    record Circle(double radius) implements Shape {}

    @JsonTypeName("box")
    record Box(BigDecimal width, Optional<String> label) implements Shape {}
}
