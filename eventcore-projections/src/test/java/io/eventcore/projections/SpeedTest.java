package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eventcore.ProjectionId;
import io.eventcore.projections.ProjectionStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SpeedTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Speed speed = new Speed(nanos::get);

    @Test
    void itIsTheMeanOverTheLastTenSeconds() {
        for (int second = 0; second < 60; second++) {
            pass(1);
            speed.add(second < 30 ? 1_000 : 50);
        }

        assertThat(speed.perSecond()).isCloseTo(50, within(1.0));
    }

    @Test
    void itFallsToZeroWhenNothingHappensAnyMore() {
        pass(1);
        speed.add(1_000);
        assertThat(speed.perSecond()).isEqualTo(1_000);

        pass(3_600);

        assertThat(speed.perSecond()).isLessThan(1);
    }

    @Test
    void beforeAnyTimeHasPassedItIsZero() {
        speed.add(5);

        assertThat(speed.perSecond()).isZero();
    }

    @Test
    void theStatusTellsPercentAndTimeLeft() {
        assertThat(status(250, 1_000, 50).percent()).isEqualTo(25);
        assertThat(status(250, 1_000, 50).timeLeft()).contains(Duration.ofSeconds(15));
        assertThat(status(250, 1_000, 0).timeLeft()).isEmpty();
        assertThat(status(1_000, 1_000, 0).timeLeft()).contains(Duration.ZERO);
        assertThat(status(0, 0, 0).percent()).isEqualTo(100);
    }

    private static ProjectionStatus status(long position, long head, double positionsPerSecond) {
        return new ProjectionStatus(
                new ProjectionId("notes", 1),
                State.RUNNING,
                true,
                List.of(),
                position,
                head,
                Duration.ZERO,
                0,
                0,
                positionsPerSecond,
                Optional.empty());
    }

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
