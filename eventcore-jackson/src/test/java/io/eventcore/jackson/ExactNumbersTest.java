package io.eventcore.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.eventcore.EventData;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.PayloadReader;
import io.eventcore.StreamId;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** What is done for numbers that {@code jsonb} would change leaves alone what the application asks of Jackson. */
class ExactNumbersTest {

    private final JacksonEventCodec codec = JacksonEventCodec.create();

    record AsText(
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal exact,
            @JsonFormat(shape = JsonFormat.Shape.STRING) double real) {}

    @Test
    void aFieldThatIsToBeATextIsOne() {
        assertThat(codec.encode(new AsText(new BigDecimal("10.50"), 2.5)))
                .isEqualTo("{\"real\":\"2.5\",\"exact\":\"10.50\"}");
    }

    record OfSomeKind(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
            @JsonSubTypes({
                @JsonSubTypes.Type(value = BigDecimal.class, name = "exact"),
                @JsonSubTypes.Type(value = Double.class, name = "real"),
                @JsonSubTypes.Type(value = Float.class, name = "single")
            })
            Number value) {}

    @Test
    void aFieldThatKeepsTheKindOfItsValueKeepsThatOfANumber() {
        for (Number number : new Number[] {new BigDecimal("10.50"), new BigDecimal("1E+3"), 2.5, 2.5f}) {
            OfSomeKind event = new OfSomeKind(number);
            assertThat(codec.decode(codec.encode(event), OfSomeKind.class)).isEqualTo(event);
        }
    }

    record Numbers(BigDecimal exact, BigInteger huge) {}

    /** As PostgreSQL writes what was sent as 1E-16000, and what has as many digits as it can keep. */
    @Test
    void aNumberOfAsManyDigitsAsTheDatabaseKeepsIsRead() {
        BigDecimal small = new BigDecimal("1E-16000");
        BigInteger huge = BigInteger.TEN.pow(100_000);
        String json = "{\"exact\": " + small.toPlainString() + ", \"huge\": " + huge + "}";

        assertThat(codec.decode(json, Numbers.class)).isEqualTo(new Numbers(small, huge));
        assertThat(codec.decode(codec.encode(codec.decodeFields(json)), Numbers.class))
                .isEqualTo(new Numbers(small, huge));
    }

    @EventType(value = "paid", version = 2)
    record Paid(long cents) {}

    @Test
    void anUpcasterReadsANumberThatIsWrittenAsAText() {
        EventTypes types = EventTypes.builder(Paid.class)
                .upcast("paid", 1, data -> data.without("exact").with("cents", cents(data)))
                .build();
        String stored = codec.encode(new Numbers(new BigDecimal("1E+3"), BigInteger.ONE));

        assertThat(new PayloadReader(types, codec).read(StreamId.of("a"), 1, 1, "paid", 1, stored))
                .isEqualTo(new Paid(100_000));
    }

    private static long cents(EventData data) {
        return data.number("exact").movePointRight(2).longValueExact();
    }
}
