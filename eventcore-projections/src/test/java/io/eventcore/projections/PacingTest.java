package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacingTest {

    private final Pacing pacing = new Pacing(
            ProjectionConfig.defaults().withHotPoll(Duration.ofMillis(1)).withIdlePoll(Duration.ofMillis(6)));

    @Test
    void pausesDoubleUpToTheLongest() throws InterruptedException {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pauses.add(pacing.next().toMillis());
            pacing.rest();
        }

        assertThat(pauses).containsExactly(1L, 2L, 4L, 6L, 6L);
    }

    @Test
    void aWakeUpMakesTheNextPauseShort() throws InterruptedException {
        pacing.rest();
        pacing.rest();
        pacing.wake();
        pacing.rest();

        assertThat(pacing.next()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void eventsMakeTheNextPauseShort() throws InterruptedException {
        pacing.rest();
        pacing.rest();
        pacing.hot();

        assertThat(pacing.next()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void manyWakeUpsEndOnePause() throws InterruptedException {
        pacing.wake();
        pacing.wake();
        pacing.rest();
        pacing.rest();

        assertThat(pacing.next()).isEqualTo(Duration.ofMillis(2));
    }
}
