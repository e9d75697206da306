package io.eventcore.projections;

import io.eventcore.CheckpointMovedException;
import io.eventcore.ConfigurationException;
import io.eventcore.DeadLetters;
import io.eventcore.EventReference;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.Leases;
import io.eventcore.LogEpoch;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.ProjectionTransaction;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoint of one {@link InMemoryProjection}, which lives and dies with it. It has one segment; whoever comes first
 * has it until it leaves. Thread-safe.
 */
final class TransientStore implements ProjectionStore {

    private final Runnable begin;
    private final Runnable commit;
    private final AtomicReference<@Nullable String> owner = new AtomicReference<>();
    private final DeadLetters noDeadLetters = new NoDeadLetters();
    private final AtomicBoolean registered = new AtomicBoolean();
    private volatile long start;
    private volatile long position;
    private @Nullable LogEpoch epoch;

    /**
     * A checkpoint at 0.
     *
     * @param begin is run before work
     * @param commit is run after work that succeeded
     */
    TransientStore(Runnable begin, Runnable commit) {
        this.begin = begin;
        this.commit = commit;
    }

    @Override
    public int register(ProjectionId projection, int segments, long from) {
        if (registered.compareAndSet(false, true)) {
            start = from;
            position = from;
        }
        return 1;
    }

    /**
     * Goes back to the start if the log is another one than before. Called by whoever has the segment.
     *
     * @param head of that log, which may end before the start
     * @return whether it has gone back
     */
    boolean startAnewIn(LogEpoch now, LongSupplier head) {
        boolean isAnother = epoch != null && epoch != now;
        epoch = now;
        if (isAnother) {
            start = Math.min(start, head.getAsLong());
            position = start;
        }
        return isAnother;
    }

    @Override
    public Map<Segment, Long> positions(ProjectionId projection) {
        return Map.of(Segment.ALL, position);
    }

    @Override
    public Leases lease(ProjectionId projection, String instance, Duration duration) {
        owner.compareAndSet(null, instance);
        List<Lease> held = instance.equals(owner.get())
                ? List.of(new Lease(projection, Segment.ALL, instance, 1, duration, Long.MAX_VALUE))
                : List.of();
        return new Leases(held, held.size(), OptionalInt.of(projection.version()), OptionalLong.of(position), false);
    }

    @Override
    public void release(Lease lease) {
        owner.compareAndSet(lease.owner(), null);
    }

    @Override
    public void leave(ProjectionId projection, String instance) {
        String present = owner.get();
        if (instance.equals(present)) {
            owner.compareAndSet(present, null);
        }
    }

    /** Nobody else sees it. */
    @Override
    public void report(Lease lease, SegmentState.Activity activity, Optional<String> error) {}

    @Override
    public long open(Lease lease, Work initialize, Work clear) throws Exception {
        refuseUnlessHeld(lease);
        initialize.run(NoTransaction.INSTANCE);
        return position;
    }

    @Override
    public void advance(Lease lease, long from, long to, Work work) throws Exception {
        refuseUnlessHeld(lease);
        if (position != from) {
            throw new CheckpointMovedException(lease, from, position);
        }
        begin.run();
        work.run(NoTransaction.INSTANCE);
        commit.run();
        position = to;
    }

    @Override
    public boolean activate(ProjectionId projection, Work work) {
        return true;
    }

    @Override
    public DeadLetters deadLetters() {
        return noDeadLetters;
    }

    @Override
    public List<SegmentState> segments() {
        return List.of();
    }

    @Override
    public void remove(ProjectionId projection) {
        throw unsupported();
    }

    @Override
    public void reset(ProjectionId projection, long to, boolean clear) {
        throw unsupported();
    }

    @Override
    public void repartition(ProjectionId projection, int segments) {
        throw unsupported();
    }

    private void refuseUnlessHeld(Lease lease) {
        if (!lease.owner().equals(owner.get())) {
            throw new LeaseLostException(lease);
        }
    }

    private static ConfigurationException unsupported() {
        return new ConfigurationException("An InMemoryProjection cannot do this: make a new one, and run that.");
    }

    /** There is none. */
    private enum NoTransaction implements ProjectionTransaction {
        INSTANCE;

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new ConfigurationException("An InMemoryProjection has no " + type.getName() + ".");
        }

        @Override
        public void parkFailed(EventReference event, String error, int attempts) {
            throw unsupported();
        }

        @Override
        public void parkBehind(EventReference event) {
            throw unsupported();
        }

        @Override
        public void unpark(long at) {}
    }
}
