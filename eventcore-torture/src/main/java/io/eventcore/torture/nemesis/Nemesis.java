package io.eventcore.torture.nemesis;

import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.history.Note;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Injects one fault after the other, at random, until it is told to stop. */
public final class Nemesis implements Runnable {

    /** The longest time that it waits for progress: a fault may be what the clients need to go on. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final List<Fault> faults;
    private final SplittableRandom random;
    private final Progress progress;
    private final int callsBetween;
    private final HistoryWriter history;
    private volatile boolean stopped;

    /**
     * A nemesis that has not begun.
     *
     * @param faults what it can do; a fault that is named twice comes twice as often
     * @param seed of its choices
     * @param callsBetween about how many calls are made between two faults, at most twice as many
     * @param history where it writes what it did
     */
    public Nemesis(List<Fault> faults, long seed, Progress progress, int callsBetween, HistoryWriter history) {
        this.faults = List.copyOf(faults);
        this.random = new SplittableRandom(seed);
        this.progress = progress;
        this.callsBetween = callsBetween;
        this.history = history;
    }

    /** Lets it finish the fault that lasts, and begin no other. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!faults.isEmpty() && isDue()) {
            Fault fault = faults.get(random.nextInt(faults.size()));
            SplittableRandom own = random.split(); // what one fault draws does not change which others come
            history.note(new Note(System.nanoTime(), Note.BEGIN, fault.name(), ""));
            try {
                String done = fault.inject(own);
                history.note(new Note(System.nanoTime(), Note.FAULT, fault.name(), done));
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                history.note(new Note(System.nanoTime(), Note.MISSED, fault.name(), String.valueOf(e.getMessage())));
            }
        }
    }

    /** Waits for the next fault; false if there is to be none. */
    private boolean isDue() {
        long calls = progress.calls() + random.nextInt(1, 2 * callsBetween);
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!stopped && progress.calls() < calls && System.nanoTime() < until) {
            Pause.millis(10);
        }
        return !stopped;
    }
}
