package io.eventcore.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

    @Test
    void ofAnOddNumberItIsTheOneInTheMiddle() {
        assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Median.of(List.of(7.0))).isEqualTo(7);
    }

    @Test
    void ofAnEvenNumberItIsBetweenTheTwoInTheMiddle() {
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3);
    }

    /** The ratio of the medians would be 20 / 10 = 2: it would compare a turn with one that was not beside it. */
    @Test
    void ratiosAreTakenPairByPair() {
        List<Double> values = List.of(10.0, 20.0, 90.0);
        List<Double> controls = List.of(10.0, 5.0, 30.0);

        assertThat(Median.ratios(values, controls)).containsExactly(1.0, 4.0, 3.0);
        assertThat(Median.ofRatios(values, controls)).isEqualTo(3);
    }

    @Test
    void eachValueNeedsItsControl() {
        assertThatThrownBy(() -> Median.ratios(List.of(1.0), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Median.ratios(List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
