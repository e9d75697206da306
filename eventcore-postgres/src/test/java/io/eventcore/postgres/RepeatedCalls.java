package io.eventcore.postgres;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A caller that does the same again and again, whatever comes of it, until it is closed. */
final class RepeatedCalls implements AutoCloseable {

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean over;

    RepeatedCalls(Runnable call) {
        this.thread = new Thread(() -> {
            while (!over) {
                try {
                    call.run();
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }
        });
        thread.start();
    }

    /** What the calls have thrown until now. */
    List<Throwable> failures() {
        return failures;
    }

    @Override
    public void close() {
        over = true;
        await().atMost(Duration.ofMinutes(2)).until(() -> !thread.isAlive());
    }
}
