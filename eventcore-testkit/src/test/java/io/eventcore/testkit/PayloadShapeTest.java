package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // users may have them
class PayloadShapeTest {

    record Plain(long cents, String owner, Instant at, BigDecimal rate) {}

    record Money(BigDecimal amount, Currency currency) {}

    enum Currency {
        NOK,
        EUR
    }

    record Nested(Money price, List<Money> parts, Map<String, Optional<Currency>> others, int[] numbers) {}

    record Box<T>(T content, List<? extends T> more) {}

    record Boxed(Box<Money> box, Box<String>[] boxes) {}

    record Tree(String name, List<Tree> children) {}

    sealed interface Payment {}

    record Cash(long cents) implements Payment {}

    record Card(String number) implements Payment {}

    record Paid(Payment by) {}

    @Test
    void aRecordIsItsComponents() {
        assertThat(PayloadShape.of(Plain.class))
                .isEqualTo("{cents: long, owner: java.lang.String, at: java.time.Instant, rate: java.math.BigDecimal}");
    }

    @Test
    void recordsAndEnumsInsideAreLookedInto() {
        String money = "{amount: java.math.BigDecimal, currency: enum {EUR, NOK}}";

        assertThat(PayloadShape.of(Nested.class))
                .isEqualTo("{price: " + money + ", parts: java.util.List<" + money + ">, others: java.util.Map<"
                        + "java.lang.String, java.util.Optional<enum {EUR, NOK}>>, numbers: int[]}");
    }

    @Test
    void aGenericRecordIsWhatItIsUsedFor() {
        String money = "{amount: java.math.BigDecimal, currency: enum {EUR, NOK}}";

        assertThat(PayloadShape.of(Boxed.class))
                .isEqualTo("{box: {content: " + money + ", more: java.util.List<" + money + ">}, boxes: "
                        + "{content: java.lang.String, more: java.util.List<java.lang.String>}[]}");
    }

    @Test
    void aRecordInsideItselfEnds() {
        assertThat(PayloadShape.of(Tree.class))
                .isEqualTo("{name: java.lang.String, children: java.util.List<again Tree>}");
    }

    @Test
    void aSealedTypeIsItsAlternatives() {
        assertThat(PayloadShape.of(Paid.class))
                .isEqualTo("{by: (Card {number: java.lang.String} | Cash {cents: long})}");
    }

    @Test
    void anyOtherClassIsItsName() {
        assertThat(PayloadShape.of(Thread.class)).isEqualTo("java.lang.Thread");
        assertThat(PayloadShape.of(PayloadShapeTest.class)).isEqualTo(PayloadShapeTest.class.getName());
    }
}
