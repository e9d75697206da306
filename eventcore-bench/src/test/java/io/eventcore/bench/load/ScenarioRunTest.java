package io.eventcore.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ScenarioRunTest {

    private static final Sizes SIZES =
            new Sizes(Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofSeconds(1), 3, 1, 1, 1);

    private final List<String> happened = new ArrayList<>();

    @Test
    void theSidesTakeTurnsAfterAWarmUpAndAreCheckedAtTheEnd() throws Exception {
        Scenario scenario = scenario(new Scripted("a", 1, 10, 20, 90), new Scripted("b", 1, 10, 5, 30));

        ScenarioResult result = new ScenarioRun(SIZES, what -> {}).run(scenario);

        assertThat(happened)
                .containsExactly(
                        "a PT1S", "b PT1S", "a PT2S", "b PT2S", "a PT2S", "b PT2S", "a PT2S", "b PT2S", "check a",
                        "check b");
        Comparison comparison = result.comparisons().get(0);
        assertThat(comparison.ratios()).containsExactly(1.0, 4.0, 3.0);
        assertThat(comparison.value()).isEqualTo(3);
        assertThat(comparison.reachesGoal()).isTrue();
        assertThat(result.eventcore().median()).isEqualTo(20);
    }

    @Test
    void aFailedCheckOfTheControlFailsTheRunToo() {
        Scripted broken = new Scripted("b", 1, 1, 1, 1) {
            @Override
            public void check() {
                throw new CheckFailedException("a row is missing");
            }
        };

        assertThatThrownBy(
                        () -> new ScenarioRun(SIZES, what -> {}).run(scenario(new Scripted("a", 1, 1, 1, 1), broken)))
                .isInstanceOf(CheckFailedException.class);
    }

    private static Scenario scenario(Side subject, Side control) {
        return new Scenario("scripted", subject, List.of(new Rival("scripted.vs_control", 2.5, control)));
    }

    /** Does what it is told: so many in a second. */
    private class Scripted implements Side {
        private final String label;
        private final Iterator<Integer> counts;

        Scripted(String label, Integer... counts) {
            this.label = label;
            this.counts = List.of(counts).iterator();
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public Work run(Duration time) {
            happened.add(label + " " + time);
            return new Work(counts.next(), 1_000_000_000, new Histogram(3));
        }

        @Override
        public void check() {
            happened.add("check " + label);
        }
    }
}
