package io.eventcore.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.eventcore.EventCodecException;
import io.eventcore.EventTypeRegistrationException;
import io.eventcore.InvalidEventException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would be lost behind accessors and beside the contents of collections is refused, too. */
class LostValuesTest {

    private static final String SECRET = "4111";

    private final JacksonEventCodec codec = JacksonEventCodec.create();

    record Masked(String card) {
        @Override
        public String card() {
            return "****";
        }
    }

    record Amount(BigDecimal v) {
        @Override
        public BigDecimal v() {
            return v.setScale(2, RoundingMode.HALF_UP);
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    record MaskedWithArray(String card, int[] numbers) {
        @Override
        public String card() {
            return "****";
        }
    }

    record Paid(Masked masked) {}

    static final class OnlyWritten {
        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        public @Nullable String secret;

        public int number;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof OnlyWritten that && Objects.equals(secret, that.secret) && number == that.number;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    static final class Bean {
        private String card = "";

        public String getCard() {
            return "****";
        }

        public void setCard(String card) {
            this.card = card;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bean bean && card.equals(bean.card);
        }

        @Override
        public int hashCode() {
            return card.hashCode();
        }
    }

    private void assertLost(Object payload, Class<?> named, String component) {
        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> codec.encode(payload))
                .withMessageContaining("component '" + component + "'")
                .withMessageContaining(named.getName())
                .withMessageNotContaining(SECRET);
    }

    @Test
    void whatAccessorsHideIsRefusedByTheClass() {
        assertLost(new Masked(SECRET), Masked.class, "card");
        assertLost(new Paid(new Masked(SECRET)), Masked.class, "masked.card");
        assertLost(new MaskedWithArray(SECRET, new int[] {1}), MaskedWithArray.class, "card");
        assertLost(new Amount(new BigDecimal("1.239")), Amount.class, "v");
        Bean bean = new Bean();
        bean.setCard(SECRET);
        assertLost(bean, Bean.class, "card");
        OnlyWritten written = new OnlyWritten();
        written.secret = SECRET;
        assertLost(written, OnlyWritten.class, "secret");
    }

    /** Its equals knows something that no field tells. */
    static final class Never {
        public int number;

        @Override
        @SuppressWarnings("EqualsHashCode")
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    @Test
    void whatOnlyEqualsTellsApartIsRefused() {
        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> codec.encode(new Never()))
                .withMessageContaining(Never.class.getName());
    }

    record Ignoring(String a, @JsonIgnore @Nullable String b) {}

    record IgnoringMasked(String card, @JsonIgnore @Nullable String b) {
        @Override
        public String card() {
            return "****";
        }
    }

    record Holding(List<Ignoring> all, ArrayDeque<String> queue) {}

    @Test
    void whatIsIgnoredOnPurposeIsNotCompared() {
        assertThat(codec.decode(codec.encode(new Ignoring("a", "b")), Ignoring.class))
                .isEqualTo(new Ignoring("a", null));
        codec.encode(new Holding(List.of(new Ignoring("a", "b")), new ArrayDeque<>(List.of("x"))));
        assertLost(new IgnoringMasked(SECRET, "b"), IgnoringMasked.class, "card");
    }

    static class Tagged extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        public @Nullable String tag;
    }

    static class TaggedMap extends HashMap<String, String> {
        private static final long serialVersionUID = 1L;
        public @Nullable String tag;
    }

    record OfTagged(Tagged tagged) {}

    @ParameterizedTest
    @ValueSource(classes = {Tagged.class, TaggedMap.class, OfTagged.class})
    void aFieldOfACollectionIsRefusedByItsClass(Class<?> type) {
        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> codec.check(type))
                .withMessageContaining(type == TaggedMap.class ? TaggedMap.class.getName() : Tagged.class.getName())
                .withMessageContaining("'tag'");
    }

    static class Plain extends HashMap<String, String> {
        private static final long serialVersionUID = 1L;
        private transient int cached;

        int cached() {
            return cached;
        }
    }

    static class Wrapping extends AbstractList<String> {
        private final List<String> inner = new ArrayList<>();

        @Override
        public String get(int index) {
            return inner.get(index);
        }

        @Override
        public void add(int index, String text) {
            inner.add(index, text);
        }

        @Override
        public int size() {
            return inner.size();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Wrapping.class})
    void aCollectionThatHoldsItsContentsOnlyIsTaken(Class<?> type) {
        assertThatCode(() -> codec.check(type)).doesNotThrowAnyException();
    }

    @Test
    void aMapOfTheApplicationIsVerified() {
        Plain plain = new Plain();
        plain.put("text", "half \uD83D pair");

        assertThatExceptionOfType(InvalidEventException.class).isThrownBy(() -> codec.encode(plain));
    }

    @Test
    void nullIsNoEvent() {
        assertThatExceptionOfType(EventCodecException.class)
                .isThrownBy(() -> codec.decode("null", Masked.class))
                .withMessageContaining("null");
    }
}
