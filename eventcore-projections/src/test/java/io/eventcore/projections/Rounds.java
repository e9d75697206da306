package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Notes in ten streams, numbered in each, so that one that is lost, doubled or out of order shows. */
final class Rounds {

    private static final int STREAMS = 10;

    private final FakeStore store;

    Rounds(FakeStore store) {
        this.store = store;
    }

    /** In each round one note for each stream; returns the position of the last. */
    long append(int from, int to) {
        long last = 0;
        for (int round = from; round < to; round++) {
            for (int stream = 0; stream < STREAMS; stream++) {
                last = store.takeNotesIn("book-" + stream, stream + ":" + round);
            }
        }
        return last;
    }

    void assertAppliedOnceAndInOrder(int rounds) {
        Map<String, List<Integer>> applied = new HashMap<>();
        for (String text : store.checkpoints.texts()) {
            String[] parts = text.split(":", 2);
            applied.computeIfAbsent(parts[0], stream -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
        }
        assertThat(applied).hasSize(STREAMS);
        List<Integer> all = IntStream.range(0, rounds).boxed().toList();
        assertThat(applied.values()).allSatisfy(numbers -> assertThat(numbers).isEqualTo(all));
    }
}
