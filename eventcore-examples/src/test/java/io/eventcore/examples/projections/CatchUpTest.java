package io.eventcore.examples.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.SegmentState.Activity;
import io.eventcore.examples.projections.CatchUp.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatchUpTest {

    private final AtomicLong nanos = new AtomicLong();
    private final CatchUp catchUp = new CatchUp(nanos::get);

    @Test
    void speedAndTimeLeftCountFromTheFirstLook() {
        catchUp.look(at(1_000), 10_000);
        seconds(10);
        Look look = catchUp.look(at(3_000), 11_000);

        assertThat(look.perSecond()).isEqualTo(200);
        assertThat(look.timeLeft()).contains(Duration.ofSeconds(40));
        assertThat(look.caughtUp()).isFalse();
    }

    @Test
    void theSlowestSegmentDecides() {
        assertThat(catchUp.look(at(10, 9), 10).caughtUp()).isFalse();
        assertThat(catchUp.look(at(10, 10), 10).caughtUp()).isTrue();
    }

    @Test
    void aProjectionThatKeepsUpWithWritersHasCaughtUp() {
        assertThat(catchUp.look(at(90), 100).caughtUp()).isFalse();
        seconds(1);
        assertThat(catchUp.look(at(100), 110).caughtUp()).isTrue();
    }

    @Test
    void whatWasThereLongAgoIsNotEnough() {
        catchUp.look(at(0), 100);
        seconds(60);
        assertThat(catchUp.look(at(100), 5_000).caughtUp()).isFalse();
        seconds(60);
        assertThat(catchUp.look(at(5_000), 5_000).caughtUp()).isTrue();
    }

    @Test
    void anEmptyStoreIsCaughtUp() {
        Look look = catchUp.look(at(0), 0);

        assertThat(look.caughtUp()).isTrue();
        assertThat(look.percent()).isEqualTo(100);
    }

    @Test
    void whyItStandsStillIsSaid() {
        assertThat(look(Optional.empty(), Activity.RUNNING)).contains("nobody runs segment 0/1");
        assertThat(look(Optional.empty(), Activity.FAILED)).contains("segment 0/1 has failed: no such column");
        assertThat(look(Optional.of("me"), Activity.RETRYING)).contains("segment 0/1 tries again: no such column");
        assertThat(look(Optional.of("me"), Activity.PAUSED)).contains("segment 0/1 is paused");
        assertThat(look(Optional.of("me"), Activity.RUNNING)).isEmpty();
    }

    private Optional<String> look(Optional<String> owner, Activity activity) {
        return catchUp.look(List.of(segment(0, 1, 5, owner, activity)), 10).trouble();
    }

    private void seconds(int count) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(count));
    }

    private static List<SegmentState> at(long... positions) {
        return IntStream.range(0, positions.length)
                .mapToObj(i -> segment(i, positions.length, positions[i], Optional.of("me"), Activity.RUNNING))
                .toList();
    }

    private static SegmentState segment(
            int number, int count, long position, Optional<String> owner, Activity activity) {
        return new SegmentState(
                new ProjectionId("owners", 1),
                true,
                new Segment(number, count),
                position,
                Optional.empty(),
                owner,
                activity,
                Optional.of("no such column"),
                Optional.empty(),
                Instant.EPOCH,
                0);
    }
}
