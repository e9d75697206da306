package io.eventcore.torture.workload;

import io.eventcore.EventCoreException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Opens what can only be opened while the server answers: a process may start while it does not. */
final class Patience {

    private static final long NANOS = TimeUnit.MINUTES.toNanos(5);

    private Patience() {}

    static <T> T open(Supplier<T> opening) {
        long until = System.nanoTime() + NANOS;
        while (true) {
            try {
                return opening.get();
            } catch (EventCoreException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
    }
}
