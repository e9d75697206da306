package io.eventcore.projections;

import io.eventcore.SegmentState.Activity;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How far a runner has come with one segment. Guarded by the lock of its {@link RunState}. */
final class SegmentProgress {

    Activity activity = Activity.RUNNING;
    boolean open;
    /** Whether the position belongs to the log that there is now. */
    BooleanSupplier inThisLog = () -> true;

    boolean inReach;
    long position;
    long head;
    /** When the oldest event was stored that was read and not yet applied. */
    @Nullable Instant behindSince;
}
