package io.eventcore.torture.workload;

import io.eventcore.StreamId;
import io.eventcore.torture.history.Sight;
import java.util.SplittableRandom;

/** The streams of a run: a few hot ones that everybody fights for, some warm ones, long ones of large events, and new ones. */
final class StreamNames {

    private static final int HOT = 4;
    private static final int WARM = 24;
    static final int HEAVY = 8;

    private StreamNames() {}

    /** One of all kinds, mostly hot. */
    static StreamId any(SplittableRandom random, String call) {
        int of100 = random.nextInt(100);
        if (of100 < 70) {
            return hot(random);
        }
        return of100 < 92 ? StreamId.of("warm-" + random.nextInt(WARM)) : StreamId.of("new-" + call);
    }

    /** One that everybody fights for. */
    static StreamId hot(SplittableRandom random) {
        return StreamId.of("hot-" + random.nextInt(HOT));
    }

    /** A long one of large events. */
    static StreamId heavy(int number) {
        return StreamId.of("heavy-" + number % HEAVY);
    }

    /** The stream that is found by what is seen of another: one that there is, or a new one. */
    static StreamId foundBy(Sight sight) {
        int number = sight.hash().hashCode() & 0xffff;
        return switch (number % 3) {
            case 0 -> StreamId.of("hot-" + number % HOT);
            case 1 -> StreamId.of("warm-" + number % WARM);
            default -> StreamId.of("found-" + sight.hash());
        };
    }
}
