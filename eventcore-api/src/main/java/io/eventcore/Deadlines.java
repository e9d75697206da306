package io.eventcore;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches the time-outs of commands that are under way. Those that end within the same 8 ms share a task of the
 * scheduler, which runs after the last of them: never early, and up to 8 ms late. A task for each command, nearly always
 * set and cancelled again, would have all commands queue up for the scheduler's lock twice. Thread-safe.
 */
final class Deadlines {

    static final long GRAIN_NANOS = 8_000_000;

    private final ScheduledExecutorService scheduler;
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
    private final long origin = System.nanoTime();

    Deadlines(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Runs something on the scheduler when the time has ended.
     *
     * @return ends the watch; called more than once, it does nothing
     */
    Runnable watch(long nanosLeft, Runnable whenEnded) {
        long end = System.nanoTime() - origin + Math.min(nanosLeft, Long.MAX_VALUE / 2);
        long slot = end / GRAIN_NANOS + 1;
        while (true) {
            Watch watch = watches.computeIfAbsent(slot, Watch::new);
            if (watch.join()) {
                return watch.add(whenEnded);
            }
            watches.remove(slot, watch);
        }
    }

    /** Whether no time-out is watched. */
    boolean isIdle() {
        return watches.isEmpty();
    }

    /** The deadlines of one slot. It ends when its time has come, or when nobody is left, and is joined no more then. */
    private final class Watch {

        /** So far below zero that those who leave never bring it back. */
        private static final int ENDED = Integer.MIN_VALUE / 2;

        private final long slot;
        private final Set<Member> pending = ConcurrentHashMap.newKeySet();
        private final AtomicInteger members = new AtomicInteger();
        private final ScheduledFuture<?> task;

        Watch(long slot) {
            this.slot = slot;
            long delay = slot * GRAIN_NANOS - (System.nanoTime() - origin);
            this.task = scheduler.schedule(this::end, Math.max(0, delay), TimeUnit.NANOSECONDS);
        }

        boolean join() {
            return members.updateAndGet(count -> count < 0 ? count : count + 1) > 0;
        }

        Runnable add(Runnable whenEnded) {
            Member member = new Member(whenEnded);
            pending.add(member);
            if (members.get() < 0) {
                runIfPending(member); // the time came while it was added, and may have missed it
            }
            return () -> {
                if (pending.remove(member)) {
                    leave();
                }
            };
        }

        private void leave() {
            if (members.decrementAndGet() == 0 && members.compareAndSet(0, ENDED)) {
                watches.remove(slot, this);
                task.cancel(false);
            }
        }

        private void end() {
            members.set(ENDED);
            watches.remove(slot, this);
            pending.forEach(this::runIfPending);
        }

        private void runIfPending(Member member) {
            if (pending.remove(member)) {
                member.whenEnded.run();
            }
        }
    }

    /** Tells one command from another, also when both have the same to run. */
    private static final class Member {
        private final Runnable whenEnded;

        private Member(Runnable whenEnded) {
            this.whenEnded = whenEnded;
        }
    }
}
