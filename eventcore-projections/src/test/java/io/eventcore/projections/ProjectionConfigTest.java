package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProjectionConfigTest {

    private final ProjectionConfig defaults = ProjectionConfig.defaults();

    @Test
    void theDefaultsAreBatchesOf1000AndPausesFrom5To250Milliseconds() {
        assertThat(defaults).isEqualTo(new ProjectionConfig(1_000, Duration.ofMillis(5), Duration.ofMillis(250)));
    }

    @Test
    void eachOptionCanBeChangedAlone() {
        ProjectionConfig changed =
                defaults.withBatchSize(7).withHotPoll(Duration.ofMillis(3)).withIdlePoll(Duration.ofSeconds(2));

        assertThat(changed).isEqualTo(new ProjectionConfig(7, Duration.ofMillis(3), Duration.ofSeconds(2)));
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
                .hasMessage("ProjectionConfig: batchSize is from 1 to 10,000 events, not 0.");
        assertThatThrownBy(() -> defaults.withBatchSize(10_001)).hasMessageContaining("not 10001");
        assertThatThrownBy(() -> defaults.withHotPoll(Duration.ZERO))
                .hasMessage("ProjectionConfig: hotPoll is at least 1 ms, not PT0S.");
        assertThatThrownBy(() -> defaults.withIdlePoll(Duration.ofMillis(4)))
                .hasMessage("ProjectionConfig: idlePoll is at least hotPoll, not PT0.004S.");
        assertThatThrownBy(() -> defaults.withIdlePoll(Duration.ofMinutes(61)))
                .hasMessage("ProjectionConfig: idlePoll is at most one hour, not PT1H1M.");
    }
}
