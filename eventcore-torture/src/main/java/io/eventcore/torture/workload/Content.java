package io.eventcore.torture.workload;

import io.eventcore.torture.events.Mark;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.events.TortureEvent.Heavy;
import io.eventcore.torture.events.TortureEvent.Moved;
import io.eventcore.torture.events.TortureEvent.Named;
import io.eventcore.torture.events.TortureEvent.Packed;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the events of a call hold besides their marks.
 *
 * @param kind which class of event
 * @param seed what is random about it
 * @param size how many characters a large one has
 */
record Content(Kind kind, long seed, int size) {

    private static final String[] TEXTS = {
        "", "milk", "ä ö ü ß", "\"quoted\\\" \n line", "a long s: \u017f, and \ud83d\ude00"
    };
    /** With one such character, each one of a text takes two bytes of the heap. */
    private static final String WIDE = "\u20ac";

    private static final OffsetDateTime NOON =
            LocalDateTime.of(2026, 2, 28, 12, 0).atOffset(ZoneOffset.UTC);

    enum Kind {
        MOVED,
        PACKED,
        HEAVY,
        NAMED
    }

    TortureEvent event(String call, int nth, int of, String seen, long amount) {
        TortureEvent draft = event(new Mark(call, nth, of, seen, ""), amount, new SplittableRandom(seed + nth));
        return event(new Mark(call, nth, of, seen, draft.check()), amount, new SplittableRandom(seed + nth));
    }

    private TortureEvent event(Mark mark, long amount, SplittableRandom random) {
        return switch (kind) {
            case MOVED -> new Moved(mark, amount);
            case PACKED -> packed(mark, amount, random);
            case HEAVY -> new Heavy(mark, amount, WIDE + Long.toString(seed, 36).repeat(size / 8 + 1));
            case NAMED -> new Named(mark, amount, "name-" + random.nextInt(5));
        };
    }

    private static TortureEvent packed(Mark mark, long amount, SplittableRandom random) {
        Map<String, Integer> basket = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            basket.put("sku-" + random.nextInt(9), random.nextInt(100));
        }
        OffsetDateTime at = NOON.plusSeconds(random.nextInt(100_000))
                .withOffsetSameInstant(ZoneOffset.ofHours(random.nextInt(-11, 12)));
        BigDecimal price = BigDecimal.valueOf(random.nextLong(1_000_000), random.nextInt(5));
        return new Packed(mark, amount, basket, at, price, TEXTS[random.nextInt(TEXTS.length)]);
    }
}
