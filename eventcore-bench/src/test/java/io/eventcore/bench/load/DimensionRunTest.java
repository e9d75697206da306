package io.eventcore.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class DimensionRunTest {

    private static final Rounds ROUNDS = new Rounds(Duration.ofSeconds(1), Duration.ofSeconds(2), 3);
    private static final Heading HEADING = new Heading("scripted", "", "", "", Remark.P99);

    private final List<String> happened = new ArrayList<>();

    @Test
    void thePointsTakeTurnsAndAreComparedWithTheFirstRoundByRound() throws Exception {
        Dimension dimension = Dimension.of(HEADING);
        dimension.points().add(new Scripted(1, 1, 10, 20, 90));
        dimension.points().add(new Scripted(2, 1, 30, 40, 45));

        DimensionResult result = new DimensionRun(ROUNDS, what -> {}).run(dimension);

        assertThat(happened)
                .containsExactly("1 PT1S", "2 PT1S", "1 PT2S", "2 PT2S", "1 PT2S", "2 PT2S", "1 PT2S", "2 PT2S");
        PointResult second = result.points().get(1);
        assertThat(second.median()).isEqualTo(40);
        assertThat(second.relative()).isEqualTo(2); // of 3, 2 and 0.5
        assertThat(second.slowest()).isEqualTo(30);
        assertThat(second.fastest()).isEqualTo(45);
    }

    @Test
    void whatWasCountedInTheWarmUpIsLeftOut() throws Exception {
        Dimension dimension = Dimension.of(HEADING);
        dimension.points().add(new Scripted(1, 1_000, 10, 10, 10));

        PointResult point =
                new DimensionRun(ROUNDS, what -> {}).run(dimension).points().get(0);

        assertThat(point.shareFromMemory()).isEqualTo(0.75);
        assertThat(point.conflictsPerOperation()).isCloseTo(0.5, within(0.001));
        assertThat(point.repeatedCallsPerOperation()).isCloseTo(0.1, within(0.001));
    }

    /** Does so many in a second; of four operations three read memory, one the database, two met a conflict, and of ten one call was repeated. */
    private final class Scripted implements Point {
        private final long size;
        private final Iterator<Integer> counts;
        private long done;

        Scripted(long size, Integer... counts) {
            this.size = size;
            this.counts = List.of(counts).iterator();
        }

        @Override
        public String label() {
            return Long.toString(size);
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public Work run(Duration time) {
            happened.add(label() + " " + time);
            int count = counts.next();
            done += count;
            return new Work(count, 1_000_000_000, new Histogram(3));
        }

        /** In the warm-up, no read was answered from memory. */
        @Override
        public Counts counts() {
            long measured = Math.max(0, done - 1_000);
            return new Counts(3 * measured, measured + 4_000, done / 2, done / 10);
        }
    }
}
