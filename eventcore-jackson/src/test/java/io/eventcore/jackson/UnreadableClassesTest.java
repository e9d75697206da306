package io.eventcore.jackson;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.eventcore.EventTypeRegistrationException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A class that JSON cannot give back is refused by its name, its component, and with what to do. */
class UnreadableClassesTest {

    private final JacksonEventCodec codec = JacksonEventCodec.create();

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Drawn(Shape shape) {}

    record DrawnDeeply(Map<String, List<Optional<Shape>>> shapes) {}

    record Anything(Object value) {}

    record Changed<T>(T value) {}

    @SuppressWarnings("rawtypes")
    record Raw(List values) {}

    record OfABox(Changed<?> box) {}

    record Counted(Number count) {}

    record Streamed(InputStream in) {}

    record Run(Thread thread) {}

    record Kind(Class<?> type) {}

    record Sku(String value) {}

    record Stock(Map<Sku, Integer> stock) {}

    record Doubtful(Optional<Optional<String>> perhaps) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    interface Unlisted {}

    record OfUnlisted(Unlisted value) {}

    record OfPrivate(NoCreator value) {}

    static final class NoCreator {
        private final int number;

        private NoCreator(int number, int more) {
            this.number = number + more;
        }

        static NoCreator of(int number) {
            return new NoCreator(number, 0);
        }

        public int getNumber() {
            return number;
        }
    }

    record OfHidden(Hidden hidden) {}

    @SuppressWarnings("UnusedVariable")
    static final class Hidden {
        public int shown;
        private int kept = 3;
    }

    @SuppressWarnings("ClassCanBeStatic")
    record OfInner(Inner inner) {}

    @SuppressWarnings("ClassCanBeStatic")
    final class Inner {
        public int number;
    }

    @ParameterizedTest
    @CsvSource({
        "Drawn, shape, @JsonTypeInfo",
        "DrawnDeeply, shapes{}[], @JsonTypeInfo",
        "Anything, value, declare the type",
        "Changed, value, type arguments",
        "Raw, values[], type arguments",
        "OfABox, box.value, type arguments",
        "Counted, count, declare Long",
        "Streamed, in, not a value",
        "Run, thread, not a value",
        "Kind, type, not a value",
        "Stock, stock{}, key of a map",
        "Doubtful, perhaps, optional in an optional",
        "OfUnlisted, value, @JsonSubTypes",
        "OfPrivate, value, @JsonCreator",
        "OfHidden, hidden.kept, never written",
        "OfInner, inner, make it static"
    })
    void isRefusedByComponent(String name, String component, String remedy) throws ClassNotFoundException {
        Class<?> type = Class.forName(UnreadableClassesTest.class.getName() + "$" + name);

        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> codec.check(type))
                .withMessageContaining(type.getName())
                .withMessageContaining("component '" + component + "'")
                .withMessageContaining(remedy);
    }

    record Due(Changed<LocalDate> day, Changed<Changed<BigDecimal>> deep, Changed<Optional<Circle>> perhaps) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Small.class, name = "small"))
    interface Listed {}

    record Small(int size) implements Listed {}

    record OfListed(List<Listed> all, Map<String, Optional<Listed>> named) {}

    record Key(@JsonValue String text) {}

    record ByKey(Map<Key, Integer> counts) {}

    record Made(ByFactory made) {}

    static final class ByFactory {
        private final int number;

        private ByFactory(int number) {
            this.number = number;
        }

        @JsonCreator
        static ByFactory of(@JsonProperty("number") int number) {
            return new ByFactory(number);
        }

        public int getNumber() {
            return number;
        }

        public int getTwice() {
            return 2 * number;
        }
    }

    record Ignoring(int kept, @JsonIgnore int cached) {}

    record Tree(String name, List<Tree> children, Optional<Tree> next) {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                Due.class,
                OfListed.class,
                ByKey.class,
                Made.class,
                Ignoring.class,
                Tree.class,
                Circle.class,
                Long.class,
                String.class
            })
    void whatComesBackIsNotRefused(Class<?> type) {
        assertThatCode(() -> codec.check(type)).doesNotThrowAnyException();
    }

    @Test
    void everyProblemIsTold() {
        record Two(Shape first, int second, Object third) {}

        assertThatExceptionOfType(EventTypeRegistrationException.class)
                .isThrownBy(() -> codec.check(Two.class))
                .withMessageContaining("'first'")
                .withMessageContaining("'third'")
                .withMessageNotContaining("'second'");
    }
}
