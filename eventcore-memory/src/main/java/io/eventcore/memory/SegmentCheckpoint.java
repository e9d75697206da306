package io.eventcore.memory;

import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.SegmentState.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How far one segment has come, and who holds it. All but the turn is guarded by the lock of {@link KnownProjections}.
 */
final class SegmentCheckpoint {

    private static final long NEVER = 0;

    /** Held by whoever does work for the segment, so that nobody else does meanwhile. */
    final ReentrantLock turn = new ReentrantLock();

    private final Segment segment;
    private long position;
    private Instant movedAt;
    private @Nullable String owner;
    private long token = NEVER;
    private Instant leasedUntil = Instant.MIN;
    private long openedWith = NEVER;
    private Activity activity = Activity.IDLE;
    private @Nullable String error;
    private @Nullable Instant errorAt;

    SegmentCheckpoint(Segment segment, long position, Instant now) {
        this.segment = segment;
        this.position = position;
        this.movedAt = now;
    }

    Segment segment() {
        return segment;
    }

    long position() {
        return position;
    }

    Instant movedAt() {
        return movedAt;
    }

    void move(long to, Instant now) {
        if (to != position) {
            position = to;
            movedAt = now;
        }
    }

    boolean belongsTo(String instance) {
        return instance.equals(owner);
    }

    /** Whoever was silent for too long keeps its lease until somebody else wants it. */
    boolean isFree(Instant now) {
        return owner == null || !leasedUntil.isAfter(now);
    }

    void claim(String instance, long nextToken, Instant until) {
        owner = instance;
        token = nextToken;
        leasedUntil = until;
    }

    void renew(Instant until) {
        leasedUntil = until;
    }

    /** Free again; what was opened before stays open to work that is under way. */
    void release() {
        owner = null;
    }

    /** Free again, and closed to whoever held it. */
    void takeBack() {
        owner = null;
        openedWith = NEVER;
    }

    boolean isHeldWith(Lease lease) {
        return lease.segment().equals(segment) && belongsTo(lease.owner()) && lease.token() == token;
    }

    void open(Lease lease) {
        openedWith = lease.token();
    }

    boolean isOpenedWith(Lease lease) {
        return openedWith == lease.token();
    }

    Lease lease(ProjectionId projection, String instance, Duration duration, long until) {
        return new Lease(projection, segment, instance, token, duration, until);
    }

    Optional<String> owner(Instant now) {
        return isFree(now) ? Optional.empty() : Optional.ofNullable(owner);
    }

    void report(Activity what, Optional<String> why, Instant now) {
        activity = what;
        if (why.isPresent()) {
            error = why.get();
            errorAt = now;
        }
    }

    Activity activity() {
        return activity;
    }

    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    Optional<Instant> errorAt() {
        return Optional.ofNullable(errorAt);
    }
}
