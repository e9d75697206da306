package io.eventcore.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyTest {

    private static final double PRECISION = 0.1;

    @Test
    void percentilesAreInMillisecondsAndOverAllTurns() {
        Histogram first = microseconds(1, 50_000);
        Histogram second = microseconds(50_001, 100_000);

        Latency latency = Latency.of(List.of(first, second));

        assertThat(latency.p50()).isCloseTo(50, within(PRECISION));
        assertThat(latency.p90()).isCloseTo(90, within(PRECISION));
        assertThat(latency.p99()).isCloseTo(99, within(PRECISION));
        assertThat(latency.p999()).isCloseTo(99.9, within(PRECISION));
        assertThat(latency.max()).isCloseTo(100, within(PRECISION));
        assertThat(latency.isMeasured()).isTrue();
    }

    @Test
    void nothingMeasuredIsSaid() {
        assertThat(Latency.of(List.of(new Histogram(3))).isMeasured()).isFalse();
    }

    private static Histogram microseconds(long from, long to) {
        Histogram histogram = new Histogram(3);
        for (long value = from; value <= to; value++) {
            histogram.recordValue(value);
        }
        return histogram;
    }
}
