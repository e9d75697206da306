package io.eventcore.projections;

import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.LogEpoch;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.Segment;
import io.eventcore.UnknownProjectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a projection in this process: takes its share of the segments, keeps the leases alive, has a worker for
 * each segment that it holds, and lets go of what it loses or has too much of. Used by one thread; {@link #wake} by any.
 */
final class ProjectionRun {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    /** How often an instance speaks up within the length of its lease. */
    private static final int BEATS_PER_LEASE = 4;

    /** How often segments of other instances are looked at by a run that waits until all have caught up. */
    private static final Duration LOOK_AT_OTHERS = Duration.ofMillis(50);

    private final RunPlan plan;
    private final String instance;
    private final RunState state;
    private final ProjectionId projection;
    private final ProjectionStore store;
    private final Outage outage;
    private final LeaseClock leaseClock;
    private final WakeUp wakeUp = new WakeUp();
    private final Map<Integer, SegmentWorker> workers = new ConcurrentHashMap<>();
    private final Set<Integer> surplus = new HashSet<>();
    private boolean registered;
    private LogEpoch registeredIn = LogEpoch.ONLY;
    private Leases known = new Leases(List.of(), 0, OptionalInt.empty(), OptionalLong.empty(), false);
    private long nextBeatNanos = System.nanoTime();

    ProjectionRun(RunPlan plan, String instance) {
        this.plan = plan;
        this.instance = instance;
        this.state = plan.state();
        this.projection = state.projection();
        this.store = plan.store();
        this.outage = new Outage(projection.toString(), plan.config());
        this.leaseClock = new LeaseClock(plan.config().lease());
    }

    /** Makes everybody look again at what was asked for. Any thread may call it; it does not block. */
    void wake() {
        wakeUp.call();
        workers.values().forEach(SegmentWorker::wake);
    }

    /**
     * Works until the run must end, or has come to its target.
     *
     * @return whether it has come to its target
     */
    boolean run() throws Exception {
        try {
            while (!state.stopRequested() && !hasArrived()) {
                stepThroughOutage();
                wakeUp.await(pause());
            }
        } catch (Throwable failure) {
            boolean interrupted = failure instanceof InterruptedException
                    || Thread.currentThread().isInterrupted();
            workers.values().forEach(interrupted ? SegmentWorker::interrupt : SegmentWorker::requestEnd);
            leave();
            throw failure;
        }
        boolean arrived = !state.stopRequested();
        if (arrived) {
            takeOverIfNotBehind();
        }
        workers.values().forEach(SegmentWorker::requestEnd);
        List<SegmentWorker> last = leave();
        for (SegmentWorker worker : last) {
            throwFailureOf(worker);
        }
        return arrived;
    }

    private void stepThroughOutage() throws Exception {
        try {
            boolean anyEnded = reap();
            if (anyEnded || System.nanoTime() - nextBeatNanos >= 0) {
                beat();
                nextBeatNanos = System.nanoTime() + plan.config().lease().toNanos() / BEATS_PER_LEASE;
            }
            takeOverIfNotBehind();
            outage.end();
        } catch (UnknownProjectionException unknown) {
            if (plan.feed().epoch() == registeredIn) {
                throw unknown;
            }
            // It was made known to a log that is gone.
            registered = false;
            nextBeatNanos = System.nanoTime();
        } catch (Exception failure) {
            if (!plan.ridesOutOutages() || !Outage.isSeenIn(failure)) {
                throw failure;
            }
            nextBeatNanos = System.nanoTime() + outage.next(failure).toNanos();
        }
    }

    private boolean hasArrived() {
        Set<Segment> mine = segments();
        if (plan.target() == Long.MAX_VALUE
                || !registered
                || !state.notYetAt(plan.target(), mine).isEmpty()) {
            return false;
        }
        // Some may still be of a division that has just been replaced.
        int count = state.segments();
        return mine.stream().filter(segment -> segment.count() == count).count() == count
                || store.positions(projection).entrySet().stream()
                        .filter(entry -> !mine.contains(entry.getKey()))
                        .allMatch(entry -> entry.getValue() >= plan.target());
    }

    private Set<Segment> segments() {
        return workers.values().stream().map(worker -> worker.lease().segment()).collect(Collectors.toSet());
    }

    private Duration pause() {
        long nanos = Math.max(0, nextBeatNanos - System.nanoTime());
        boolean looksAtOthers = plan.target() < Long.MAX_VALUE && workers.size() < state.segments();
        return Duration.ofNanos(looksAtOthers ? Math.min(nanos, LOOK_AT_OTHERS.toNanos()) : nanos);
    }

    private void beat() throws Exception {
        if (!registered) {
            register();
        }
        LogEpoch epoch = plan.feed().epoch();
        long askedAt = System.nanoTime();
        Leases leases = store.lease(projection, instance, plan.config().lease());
        registeredIn = epoch; // this log knows it: if one day it does not, somebody has removed it
        leaseClock.renewed(askedAt);
        known = leases;
        state.active(leases.activeVersion().equals(OptionalInt.of(projection.version())));
        endLost(leases.held());
        startNew(leases);
        if (leases.deadLettersDue()) {
            workers.values().forEach(SegmentWorker::deadLettersAreDue);
        }
    }

    private void register() {
        registeredIn = plan.feed().epoch();
        int wanted = plan.config().segments();
        int actual = store.register(projection, wanted, plan.config().start().position(plan.feed()));
        if (actual != wanted) {
            LOG.warn(
                    "Projection '{}' has {} segments, and keeps them, although this runner is configured for {}: change"
                            + " the number by ProjectionAdmin.changeSegments.",
                    projection,
                    actual,
                    wanted);
        }
        state.registered(actual);
        registered = true;
    }

    private void endLost(List<Lease> held) {
        Set<Lease> valid = new HashSet<>(held);
        workers.values().stream()
                .filter(worker -> !valid.contains(worker.lease()))
                .forEach(SegmentWorker::requestEnd);
    }

    private void startNew(Leases leases) {
        int kept = 0;
        for (Lease lease : leases.held()) {
            int number = lease.segment().number();
            if (kept < leases.share()) {
                kept++;
                // One that was lost may still be ending; it is looked at again when it has.
                if (!workers.containsKey(number)) {
                    start(lease);
                }
            } else {
                giveBack(lease, number);
            }
        }
    }

    private void start(Lease lease) {
        SegmentWorker worker = new SegmentWorker(plan, lease, leaseClock, wakeUp::call);
        workers.put(lease.segment().number(), worker);
        try {
            worker.start();
        } catch (OutOfMemoryError noThread) {
            workers.remove(lease.segment().number());
            LOG.warn("Projection '{}' gets no thread for segment {} now.", projection, lease.segment(), noThread);
            return;
        }
        LOG.debug("Projection '{}' works on segment {}.", projection, lease.segment());
    }

    private void giveBack(Lease lease, int number) {
        SegmentWorker worker = workers.get(number);
        if (worker == null) {
            store.release(lease);
        } else {
            surplus.add(number);
            worker.requestEnd();
        }
    }

    /** A version that is not behind the older one that readers see replaces it. */
    private void takeOverIfNotBehind() throws Exception {
        boolean replacesOne =
                known.activeVersion().isEmpty() || known.activeVersion().getAsInt() < projection.version();
        boolean mayBeThere = replacesOne
                && !state.isActive()
                && !workers.isEmpty()
                && state.notYetAt(known.activePosition().orElse(0), segments()).isEmpty();
        if (mayBeThere && store.activate(projection, plan.projection()::activate)) {
            state.active(true);
            LOG.info("Projection '{}' serves the readers now.", projection);
        }
    }

    /**
     * Takes leave of the workers that have ended.
     *
     * @return whether there was one
     */
    private boolean reap() throws Exception {
        boolean any = false;
        for (Iterator<SegmentWorker> all = workers.values().iterator(); all.hasNext(); ) {
            SegmentWorker worker = all.next();
            if (worker.isEnded()) {
                any = true;
                all.remove();
                state.letGo(worker.lease().segment(), worker.thread());
                throwFailureOf(worker);
                if (surplus.remove(worker.lease().segment().number())) {
                    store.release(worker.lease());
                }
            }
        }
        return any;
    }

    private static void throwFailureOf(SegmentWorker worker) throws Exception {
        Throwable failure = worker.failure();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
    }

    /**
     * Waits for the workers, and gives everything back. An interrupt does not keep it from that: nothing uses the store
     * behind the back of who ended the run.
     *
     * @return the workers that there were
     */
    private List<SegmentWorker> leave() {
        boolean interrupted = Thread.interrupted();
        List<SegmentWorker> last = new ArrayList<>(workers.values());
        for (SegmentWorker worker : last) {
            interrupted |= worker.awaitEnd();
            state.letGo(worker.lease().segment(), worker.thread());
        }
        workers.clear();
        try {
            if (registered) {
                store.leave(projection, instance);
            }
        } catch (RuntimeException e) {
            LOG.info(
                    "Projection '{}' could not give its segments back; others get them when its leases end: {}",
                    projection,
                    FailureTexts.of(e));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return last;
    }
}
