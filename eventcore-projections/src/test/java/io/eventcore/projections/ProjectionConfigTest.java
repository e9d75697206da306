package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProjectionConfigTest {

    private final ProjectionConfig defaults = ProjectionConfig.defaults();

    @Test
    void theDefaults() {
        assertThat(defaults.batchSize()).isEqualTo(1_000);
        assertThat(defaults.hotPoll()).isEqualTo(Duration.ofMillis(5));
        assertThat(defaults.idlePoll()).isEqualTo(Duration.ofMillis(250));
        assertThat(defaults.segments()).isEqualTo(1);
        assertThat(defaults.lease()).isEqualTo(Duration.ofSeconds(5));
        assertThat(defaults.failurePolicy().last()).isEqualTo(FailurePolicy.Last.STOP);
        assertThat(defaults.failurePolicy().attempts()).isEqualTo(3);
    }

    @Test
    void eachOptionCanBeChangedAndLeavesTheOthers() {
        FailurePolicy park = FailurePolicy.park();
        ProjectionConfig changed = defaults.withBatchSize(7)
                .withHotPoll(Duration.ofMillis(3))
                .withIdlePoll(Duration.ofSeconds(2))
                .withSegments(4)
                .withLease(Duration.ofSeconds(9))
                .withFailurePolicy(park)
                .withTelemetry(defaults.telemetry());

        assertThat(changed.batchSize()).isEqualTo(7);
        assertThat(changed.hotPoll()).isEqualTo(Duration.ofMillis(3));
        assertThat(changed.idlePoll()).isEqualTo(Duration.ofSeconds(2));
        assertThat(changed.segments()).isEqualTo(4);
        assertThat(changed.lease()).isEqualTo(Duration.ofSeconds(9));
        assertThat(changed.failurePolicy()).isSameAs(park);
    }

    @Test
    void theBoundsAreAllowed() {
        assertThat(defaults.withBatchSize(1).withBatchSize(10_000).batchSize()).isEqualTo(10_000);
        assertThat(defaults.withHotPoll(Duration.ofMillis(1))
                        .withIdlePoll(Duration.ofMillis(1))
                        .withIdlePoll(Duration.ofHours(1))
                        .idlePoll())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whatLiesOutsideIsRefusedWithASentence() {
        assertThatThrownBy(() -> defaults.withBatchSize(0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("ProjectionConfig: batchSize is from 1 to 10,000 events, not 0.");
        assertThatThrownBy(() -> defaults.withBatchSize(10_001)).hasMessageContaining("not 10001");
        assertThatThrownBy(() -> defaults.withHotPoll(Duration.ZERO))
                .hasMessageStartingWith("ProjectionConfig: hotPoll is at least 1 ms, not 0 s.");
        assertThatThrownBy(() -> defaults.withIdlePoll(Duration.ofMillis(4)))
                .hasMessageStartingWith("ProjectionConfig: idlePoll is at least hotPoll, not 4 ms.");
        assertThatThrownBy(() -> defaults.withIdlePoll(Duration.ofMinutes(61)))
                .hasMessageStartingWith("ProjectionConfig: idlePoll is at most one hour, not 61 min.");
        assertThatThrownBy(() -> defaults.withSegments(0))
                .hasMessageStartingWith("ProjectionConfig: segments is from 1 to 1024, not 0.");
        assertThatThrownBy(() -> defaults.withLease(Duration.ofMillis(999)))
                .hasMessageStartingWith("ProjectionConfig: lease is from 1 second to 10 minutes, not 999 ms.");
        assertThatThrownBy(() -> defaults.withStartPosition(-1))
                .hasMessageStartingWith("ProjectionConfig: a start position is at least 0, not -1.");
    }
}
