package io.eventcore.projections;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How fast something grows, over about the last ten seconds. Not thread-safe. */
final class Speed {

    private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(500);

    private final LongSupplier nanoClock;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long count;

    /** Measures by a clock of nanoseconds, such as {@link System#nanoTime}. */
    Speed(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        marks.add(new Mark(nanoClock.getAsLong(), 0));
    }

    /** Counts more. */
    void add(long more) {
        long now = nanoClock.getAsLong();
        count += more;
        if (now - marks.getLast().nanos >= STEP) {
            marks.add(new Mark(now, count));
        }
        forgetBefore(now - WINDOW);
    }

    /** How many were added per second. */
    double perSecond() {
        long now = nanoClock.getAsLong();
        forgetBefore(now - WINDOW);
        Mark oldest = marks.getFirst();
        long nanos = now - oldest.nanos;
        return nanos <= 0 ? 0 : (count - oldest.count) * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    /** Keeps the last mark before the window, unless it is the only one: then nothing has happened since. */
    private void forgetBefore(long nanos) {
        while (marks.size() > 1 && secondIsNotAfter(nanos)) {
            marks.removeFirst();
        }
    }

    private boolean secondIsNotAfter(long nanos) {
        return marks.stream()
                .skip(1)
                .findFirst()
                .filter(mark -> mark.nanos - nanos <= 0)
                .isPresent();
    }

    private record Mark(long nanos, long count) {}
}
