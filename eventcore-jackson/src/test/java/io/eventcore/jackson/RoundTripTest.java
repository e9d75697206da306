package io.eventcore.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.eventcore.EventCodecException;
import io.eventcore.EventCoreException;
import io.eventcore.InvalidEventException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is encoded comes back equal, or is refused by its component. */
class RoundTripTest {

    private static final String SECRET = "078-05-1120";

    private final JacksonEventCodec codec = JacksonEventCodec.create();

    record Times(OffsetDateTime offset, ZonedDateTime zoned) {}

    @Test
    void offsetsAndZonesAreKeptAlsoWhereAnHourComesTwice() {
        LocalDateTime twice = LocalDateTime.parse("2026-10-25T02:30");
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        for (int offset = 1; offset <= 2; offset++) {
            Times times = new Times(
                    OffsetDateTime.parse("2026-01-01T12:00+02:00"),
                    ZonedDateTime.ofLocal(twice, berlin, ZoneOffset.ofHours(offset)));

            assertThat(codec.decode(codec.encode(times), Times.class)).isEqualTo(times);
        }
    }

    record Size(int size) {
        public boolean isBig() {
            return size > 3;
        }

        public int getTwice() {
            return 2 * size;
        }
    }

    @Test
    void ofARecordOnlyTheComponentsAreStored() {
        assertThat(codec.encode(new Size(5))).isEqualTo("{\"size\":5}");
    }

    enum Loud {
        YES,
        NO;

        @Override
        public String toString() {
            return "same";
        }
    }

    record Answer(Loud answer, Map<Loud, Loud> others) {}

    @Test
    void enumsAreWrittenByTheirNames() {
        Answer answer = new Answer(Loud.NO, Map.of(Loud.YES, Loud.NO));

        assertThat(codec.decode(codec.encode(answer), Answer.class)).isEqualTo(answer);
    }

    @SuppressWarnings("ArrayRecordComponent") // they are compared component by component
    record Reals(List<Double> list, double[] array, float[] floats, OptionalDouble perhaps) {}

    @Test
    void negativeZerosAndInfinitiesAreKeptInArraysToo() {
        Reals reals = new Reals(
                List.of(-0.0, Double.NaN), new double[] {-0.0, 1e300}, new float[] {-0f}, OptionalDouble.of(-0.0));

        Reals read = codec.decode(codec.encode(reals), Reals.class);

        assertThat(read.list).isEqualTo(reals.list);
        assertThat(read.array).isEqualTo(reals.array);
        assertThat(read.floats).isEqualTo(reals.floats);
        assertThat(read.perhaps).isEqualTo(reals.perhaps);
    }

    record Held(
            Map<String, Integer> counts,
            Optional<String> text,
            BigDecimal number,
            BigInteger huge,
            Collection<String> many) {}

    private static final Held EMPTY = new Held(Map.of(), Optional.empty(), BigDecimal.ONE, BigInteger.ONE, List.of());

    private static Held of(String text) {
        return new Held(EMPTY.counts, Optional.of(text), EMPTY.number, EMPTY.huge, EMPTY.many);
    }

    private static Held of(BigDecimal number, BigInteger huge) {
        return new Held(EMPTY.counts, EMPTY.text, number, huge, EMPTY.many);
    }

    private void assertRefused(Object payload, String component) {
        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> codec.encode(payload))
                .withMessageContaining("component '" + component + "'")
                .withMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\\\0", SECRET + "\0", "half \uD83D pair", "\uDE00"})
    void textThatPostgresCannotStoreIsRefused(String text) {
        assertRefused(of(text), "text");
        assertRefused(new Held(Map.of(text, 1), EMPTY.text, EMPTY.number, EMPTY.huge, EMPTY.many), "counts{}");
    }

    @Test
    void numbersThatPostgresCannotStoreAreRefused() {
        assertRefused(of(new BigDecimal("1E-17000"), BigInteger.ONE), "number");
        assertRefused(of(BigDecimal.ONE, BigInteger.TWO.pow(500_000)), "huge");
        assertRefused(of(BigDecimal.ONE, BigInteger.TEN.pow(140_000)), "huge");
    }

    @Test
    void aKeyThatCouldNotBeReadAgainIsRefused() {
        assertRefused(
                new Held(Map.of("k".repeat(60_000), 1), EMPTY.text, EMPTY.number, EMPTY.huge, EMPTY.many), "counts{}");
    }

    @Test
    @SuppressWarnings("NullOptional")
    void whatWouldComeBackAsAnotherValueIsRefused() {
        assertRefused(new Held(EMPTY.counts, EMPTY.text, EMPTY.number, EMPTY.huge, Set.of(SECRET)), "many[]");
    }

    record Day(
            @JsonFormat(pattern = "dd.MM.yyyy") LocalDate day,
            @JsonFormat(pattern = "yyyy-MM-dd") LocalDateTime time) {}

    @Test
    void whatAnAnnotationCutsOffIsRefused() {
        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> codec.encode(new Day(LocalDate.EPOCH, LocalDateTime.MAX)))
                .withMessageContaining("component 'time'");
    }

    @Test
    void aMapperOfTheApplicationIsHeldToTheSame() {
        JacksonEventCodec own = JacksonEventCodec.of(JsonMapper.shared());

        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> own.encode(new Times(
                        OffsetDateTime.parse("2026-01-01T12:00+02:00"), ZonedDateTime.parse("2026-01-01T12:00Z"))))
                .withMessageContaining("component 'offset'");
    }

    record Person(String name, int age) {
        Person {
            if (age < 0) {
                throw new IllegalArgumentException(name + " is not born yet");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"x\", \"age\": \"" + SECRET + "\"}",
                "{\"name\": \"" + SECRET + "\", \"age\": -1}",
                "{\"name\": \"" + SECRET,
                "\"" + SECRET + "\""
            })
    void noMessageHoldsWhatIsStored(String json) {
        Throwable failure = catchThrowable(() -> codec.decode(json, Person.class));

        assertThat(failure).isInstanceOf(EventCodecException.class);
        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain(SECRET);
        }
        assertThat(((EventCoreException) failure).getMessage()).contains(Person.class.getName());
    }
}
