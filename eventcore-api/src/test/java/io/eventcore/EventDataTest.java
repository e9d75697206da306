package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDataTest {

    private static final EventData PLACED = EventData.of("order-placed", 2)
            .with("customer", "zoe")
            .with("total", new BigDecimal("12.50"))
            .with("paid", true)
            .with("note", null)
            .with("address", Map.of("zip", "24103"))
            .with("lines", List.of(Map.of("sku", "a"), Map.of("sku", "b")));

    @Test
    void readsItsFields() {
        assertThat(PLACED.type()).isEqualTo("order-placed");
        assertThat(PLACED.version()).isEqualTo(2);
        assertThat(PLACED.text("customer")).isEqualTo("zoe");
        assertThat(PLACED.number("total")).isEqualTo(new BigDecimal("12.50"));
        assertThat(PLACED.flag("paid")).isTrue();
        assertThat(PLACED.object("address").text("zip")).isEqualTo("24103");
        assertThat(PLACED.list("lines")).hasSize(2);
        assertThat(PLACED.get("note")).isEmpty();
        assertThat(PLACED.get("missing")).isEmpty();
        assertThat(EventData.of("x", 1).with("count", 3L).number("count")).isEqualTo("3");
    }

    @Test
    void aRenamedFieldKeepsItsPlace() {
        assertThat(PLACED.renamed("customer", "buyer").fields().keySet())
                .containsExactly("buyer", "total", "paid", "note", "address", "lines");
        assertThat(PLACED.renamed("missing", "buyer")).isSameAs(PLACED);
        assertThatThrownBy(() -> PLACED.renamed("customer", "total"))
                .isInstanceOf(EventCodecException.class)
                .hasMessageContaining("has a field 'total' already, so 'customer' cannot be renamed to it");
    }

    @Test
    void changesLeaveTheOriginalAsItIs() {
        EventData changed = PLACED.with("currency", "EUR")
                .without("paid")
                .changed("total", total -> ((BigDecimal) total).movePointRight(2))
                .changed("missing", total -> "never")
                .changedObject("address", address -> address.renamed("zip", "postcode"))
                .changedObjects("lines", line -> line.with("count", 1));

        assertThat(changed.fields())
                .containsEntry("currency", "EUR")
                .containsEntry("total", new BigDecimal("1250"))
                .containsEntry("address", Map.of("postcode", "24103"))
                .containsEntry("lines", List.of(Map.of("sku", "a", "count", 1), Map.of("sku", "b", "count", 1)))
                .doesNotContainKeys("paid", "missing");
        assertThat(PLACED.fields()).containsEntry("paid", true).doesNotContainKey("currency");
        assertThatThrownBy(() -> PLACED.fields().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text total", "number customer", "flag note", "object lines", "list missing"})
    void aFieldOfAnotherKindIsAnErrorThatNamesIt(String question) {
        String field = question.substring(question.indexOf(' ') + 1);
        assertThatThrownBy(() -> ask(question, field))
                .isInstanceOf(EventCodecException.class)
                .hasMessageContaining("Data of 'order-placed' version 2 has no")
                .hasMessageContaining("in the field '" + field + "'");
    }

    private static Object ask(String question, String field) {
        return switch (question.substring(0, question.indexOf(' '))) {
            case "text" -> PLACED.text(field);
            case "number" -> PLACED.number(field);
            case "flag" -> PLACED.flag(field);
            case "object" -> PLACED.object(field);
            default -> PLACED.list(field);
        };
    }

    @Test
    void itsFieldsAreNobodysBusinessInALog() {
        assertThat(PLACED).hasToString("Data of 'order-placed' version 2");
    }

    @Test
    void aNumberOfWhichThePointWasMovedIsWrittenAsANumber() {
        BigDecimal thousand = BigDecimal.ONE.scaleByPowerOfTen(3);
        BigDecimal beyond = new BigDecimal("1E+1000000000");

        EventData data = PLACED.with("one", thousand)
                .with("all", List.of(thousand, Map.of("in", thousand)))
                .with("beyond", beyond);

        BigDecimal plain = new BigDecimal("1000");
        assertThat(data.get("one")).contains(plain);
        assertThat(data.list("all")).containsExactly(plain, Map.of("in", plain));
        assertThat(data.get("beyond")).contains(beyond);
    }

    @Test
    void aTextThatIsNoNumberIsNotQuoted() {
        Throwable failure = catchThrowable(() -> PLACED.with("ssn", "078-05").number("ssn"));

        for (Throwable at = failure; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain("078");
            assertThat(at).isInstanceOfAny(EventCodecException.class, Wordless.class);
        }
    }
}
