package io.eventcore.postgres.codec;

import static org.instancio.Select.all;
import static org.instancio.Select.allChars;
import static org.instancio.Select.allDoubles;
import static org.instancio.Select.allFloats;
import static org.instancio.Select.allStrings;
import static org.instancio.Select.field;

import io.eventcore.postgres.codec.Everything.Box;
import io.eventcore.postgres.codec.Everything.Circle;
import io.eventcore.postgres.codec.Everything.Inner;
import io.eventcore.postgres.codec.Everything.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.instancio.Instancio;
import org.instancio.Random;

/** Makes events with values that are likely to break a codec: from seeds, so that a failure can be repeated. */
final class RandomEvents {

    private static final int[] CHARACTERS = {
        'a', ' ', '"', '\\', '/', '\n', '\t', '\u0001', '\u007f', 'ß', 'Ω', '中', '\u2028', '\ufeff', '\uffff', 0x1F600,
        0x10FFFF
    };

    private RandomEvents() {}

    static Everything of(long seed) {
        return Instancio.of(Everything.class)
                .withSeed(seed)
                .supply(allStrings(), RandomEvents::text)
                .supply(allChars(), random -> (char) CHARACTERS[random.intRange(0, 10)])
                .supply(allDoubles(), RandomEvents::real)
                .supply(allFloats(), random -> (float) real(random))
                .supply(all(BigDecimal.class), RandomEvents::exact)
                .supply(all(BigInteger.class), random -> huge(random))
                .supply(all(Instant.class), RandomEvents::at)
                .supply(all(OffsetDateTime.class), random -> at(random).atOffset(ZoneOffset.UTC))
                .supply(field("shape"), RandomEvents::shape)
                .supply(field("shapes"), random -> List.of(shape(random), shape(random), shape(random)))
                .supply(all(Inner.class), random -> inner(random, 3))
                .create();
    }

    private static String text(Random random) {
        int length = random.intRange(0, 12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(CHARACTERS[random.intRange(0, CHARACTERS.length - 1)]);
        }
        return text.toString();
    }

    private static double real(Random random) {
        double[] edges = {0.0, -0.0, 1.5, -1e-300, 1e300, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, 1e22, 123456789.125};
        return edges[random.intRange(0, edges.length - 1)];
    }

    private static BigInteger huge(Random random) {
        return BigInteger.valueOf(random.longRange(Long.MIN_VALUE, Long.MAX_VALUE))
                .pow(random.intRange(0, 4));
    }

    private static BigDecimal exact(Random random) {
        return new BigDecimal(huge(random), random.intRange(-30, 30));
    }

    private static Instant at(Random random) {
        return Instant.ofEpochSecond(random.longRange(-62135596800L, 253402300799L), random.intRange(0, 999_999_999));
    }

    private static Shape shape(Random random) {
        return random.trueOrFalse()
                ? new Circle(real(random))
                : new Box(exact(random), Optional.of(text(random)).filter(label -> random.trueOrFalse()));
    }

    private static Inner inner(Random random, int depth) {
        Optional<Inner> deeper =
                depth > 0 && random.trueOrFalse() ? Optional.of(inner(random, depth - 1)) : Optional.empty();
        return new Inner(deeper, at(random), exact(random));
    }
}
