package io.eventcore.torture.workload;

import io.eventcore.StreamId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws plans. */
final class Plans {

    private static final Rule[] RULES = {
        Rule.DEPOSIT,
        Rule.DEPOSIT,
        Rule.WITHDRAW,
        Rule.WITHDRAW,
        Rule.TRANSFER,
        Rule.TRANSFER,
        Rule.EXACT,
        Rule.EMPTY,
        Rule.GUARD,
        Rule.LOOK
    };

    private Plans() {}

    /**
     * A plan of any kind.
     *
     * @param common a stream that most of the calls that are made together name first
     */
    static Plan any(SplittableRandom random, String call, String contents, Optional<StreamId> common) {
        Set<StreamId> streams = new LinkedHashSet<>();
        common.filter(stream -> random.nextInt(4) > 0).ifPresent(streams::add);
        int count = random.nextInt(100) < 55 ? 1 : random.nextInt(2, 5);
        for (int i = 0; i < count; i++) {
            streams.add(StreamNames.any(random, call));
        }
        int rounds = random.nextInt(100) < 25 ? random.nextInt(1, 4) : 0;
        Rule rule = RULES[random.nextInt(RULES.length)];
        return new Plan(
                call,
                rule,
                streams.stream().toList(),
                rounds,
                amount(random, rule),
                content(random, contents),
                random.nextInt(100) < 90 ? 1 : random.nextInt(2, 6));
    }

    /** One that adds large events to a long stream. */
    static Plan heavy(SplittableRandom random, String call, int stream, int events, int size) {
        Content content = new Content(Content.Kind.HEAVY, random.nextLong() >>> 8, size);
        return new Plan(call, Rule.DEPOSIT, List.of(StreamNames.heavy(stream)), 0, 1, content, events);
    }

    /** One that shows that a store works. */
    static Plan recovery(String call) {
        Content content = new Content(Content.Kind.MOVED, 0, 0);
        return new Plan(call, Rule.DEPOSIT, List.of(StreamId.of("recovered")), 0, 1, content, 1);
    }

    /** Low, so that most withdrawals are about the last money that there is. */
    private static long amount(SplittableRandom random, Rule rule) {
        return rule == Rule.DEPOSIT ? random.nextInt(1, 30) : random.nextInt(1, 60);
    }

    private static Content content(SplittableRandom random, String contents) {
        int of100 = random.nextInt(100);
        if (of100 < 20 && contents.contains("packed")) {
            return new Content(Content.Kind.PACKED, random.nextLong(), 0);
        }
        if (of100 >= 20 && of100 < 25 && contents.contains("named")) {
            return new Content(Content.Kind.NAMED, random.nextLong(), 0);
        }
        if (of100 >= 25 && of100 < 28 && contents.contains("heavy")) {
            return new Content(Content.Kind.HEAVY, random.nextLong() >>> 8, random.nextInt(1_000, 60_000));
        }
        return new Content(Content.Kind.MOVED, 0, 0);
    }
}
