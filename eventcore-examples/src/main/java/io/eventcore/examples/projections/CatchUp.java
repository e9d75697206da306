package io.eventcore.examples.projections;

import io.eventcore.SegmentState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells from one look to the next how fast a projection goes, and when it has caught up. Used by one thread.
 *
 * <p>The head runs away while others append, and a checkpoint may be saved a second late where no wanted event comes. So
 * a projection has caught up when it has everything that was there a few seconds ago.
 */
final class CatchUp {

    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoClock;
    private final long begunAt;
    private long firstPosition = -1;
    private long goal;
    private long goalSetAt;

    CatchUp(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.begunAt = nanoClock.getAsLong();
    }

    /**
     * Notes where the segments are.
     *
     * @param segments all of one version, at least one
     */
    Look look(List<SegmentState> segments, long head) {
        long now = nanoClock.getAsLong();
        long lowest = segments.stream().mapToLong(SegmentState::position).min().orElseThrow();
        long mean = (long)
                segments.stream().mapToLong(SegmentState::position).average().orElseThrow();
        if (firstPosition < 0) {
            firstPosition = mean;
            goal = head;
            goalSetAt = now;
        }
        boolean there = lowest >= goal;
        boolean caughtUp = there && now - goalSetAt <= FRESH.toNanos();
        if (there && !caughtUp) {
            goal = head;
            goalSetAt = now;
            caughtUp = lowest >= head;
        }
        Duration elapsed = Duration.ofNanos(now - begunAt);
        double perSecond = elapsed.isZero() ? 0 : (mean - firstPosition) * NANOS_PER_SECOND / elapsed.toNanos();
        return new Look(mean, Math.max(head, mean), Math.max(0, perSecond), elapsed, caughtUp, trouble(segments, head));
    }

    private static Optional<String> trouble(List<SegmentState> segments, long head) {
        return segments.stream()
                .filter(segment -> segment.position() < head)
                .flatMap(segment -> trouble(segment).stream())
                .findFirst();
    }

    private static Optional<String> trouble(SegmentState segment) {
        String number = "segment " + segment.segment();
        return switch (segment.activity()) {
            case IDLE -> Optional.of("nobody runs " + number);
            case PAUSED -> Optional.of(number + " is paused");
            case RETRYING ->
                Optional.of(number + " tries again: " + segment.error().orElse(""));
            case FAILED ->
                Optional.of(number + " has failed: " + segment.error().orElse(""));
            case RUNNING -> Optional.empty();
        };
    }

    /**
     * Where a projection is.
     *
     * @param position the mean of its segments
     * @param head the position of the last event
     * @param perSecond how many positions it went on per second since the first look
     * @param elapsed the time since the first look
     * @param caughtUp whether it has caught up
     * @param trouble why it does not go on, if that is known
     */
    record Look(
            long position, long head, double perSecond, Duration elapsed, boolean caughtUp, Optional<String> trouble) {

        private static final double PERCENT = 100;

        double percent() {
            return head == 0 ? PERCENT : PERCENT * position / head;
        }

        /** How long it will take at this speed; empty while it stands still. */
        Optional<Duration> timeLeft() {
            return perSecond > 0
                    ? Optional.of(Duration.ofSeconds((long) Math.ceil((head - position) / perSecond)))
                    : Optional.empty();
        }
    }
}
