package io.eventcore.torture.nemesis;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets a fault last, and waits for what it does. */
final class Pause {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(180);

    private Pause() {}

    static void millis(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    static void until(Condition condition) throws IOException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
                throw new IOException("The server does not stop, or does not start, in time.");
            }
            millis(20);
        }
    }

    /** What is waited for. */
    interface Condition {
        boolean holds() throws IOException;
    }
}
