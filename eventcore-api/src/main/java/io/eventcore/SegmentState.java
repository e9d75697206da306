package io.eventcore;

import java.time.Instant;
import java.util.Optional;

/**
 * How one segment of a projection stands in the store, whoever runs it.
 *
 * @param projection the projection
 * @param active whether readers are served by this version
 * @param segment the segment
 * @param position every wanted event of the segment up to here is applied
 * @param behindSince when the first event behind the position was stored, whether wanted or not; empty if there is none
 * @param owner the instance that holds a valid lease
 * @param activity what the last report said; {@link Activity#IDLE} if nobody holds it, unless it has failed
 * @param error the last failure
 * @param errorAt when that was
 * @param movedAt when the checkpoint moved last
 * @param deadLetters how many events of the segment were put aside
 */
public record SegmentState(
        ProjectionId projection,
        boolean active,
        Segment segment,
        long position,
        Optional<Instant> behindSince,
        Optional<String> owner,
        Activity activity,
        Optional<String> error,
        Optional<Instant> errorAt,
        Instant movedAt,
        long deadLetters) {

    /**
     * Without an owner only a failure is still true.
     *
     * @param projection the projection
     * @param active whether readers are served by this version
     * @param segment the segment
     * @param position every wanted event of the segment up to here is applied
     * @param behindSince when the first event behind the position was stored; empty if there is none
     * @param owner the instance that holds a valid lease; empty if none does
     * @param activity what the last report said; becomes {@link Activity#IDLE} without an owner, unless it has failed
     * @param error the last failure; empty if there was none
     * @param errorAt when that was; empty if there was none
     * @param movedAt when the checkpoint moved last
     * @param deadLetters how many events of the segment were put aside
     */
    public SegmentState {
        if (owner.isEmpty() && activity != Activity.FAILED) {
            activity = Activity.IDLE;
        }
    }

    /** What is done about a segment. */
    public enum Activity {
        /** Nobody runs it. */
        IDLE,
        /** It is run. */
        RUNNING,
        /** It is held, but applies nothing until it is resumed. */
        PAUSED,
        /** An event failed, or the storage is out of reach; it is tried again. */
        RETRYING,
        /** It has failed and stopped. */
        FAILED
    }
}
