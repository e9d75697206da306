package io.eventcore.postgres.faults;

import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.EventStore;
import io.eventcore.ExpectedVersion;
import io.eventcore.ProjectionId;
import io.eventcore.StreamId;
import io.eventcore.UnknownProjectionException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A writer that keeps a projection busy: it appends as long as the slowest segment is not too far behind, so that there is
 * always something to apply, and never so much that catching up takes long.
 */
final class Backlog implements AutoCloseable {

    private static final int ACCOUNTS = 40;
    private static final int MOST_BEHIND = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final EventStore store;
    private final ProjectionId projection;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Thread thread = new Thread(this::write, "backlog");

    Backlog(EventStore store, ProjectionId projection) {
        this.store = store;
        this.projection = projection;
        thread.start();
    }

    private void write() {
        Random random = new Random(7);
        long booking = 0;
        while (!stop.get()) {
            if (store.feed().head() - slowest() < MOST_BEHIND) {
                for (int i = 0; i < RunnerProcess.BATCH; i++) {
                    StreamId account = StreamId.of("account-" + random.nextInt(ACCOUNTS));
                    store.append(AppendRequest.to(
                            account, ExpectedVersion.any(), new Moved(++booking, random.nextInt(100))));
                }
            } else {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    /** How far the slowest segment has come. */
    long slowest() {
        try {
            return store.projections().positions(projection).values().stream()
                    .min(Long::compare)
                    .orElse(0L);
        } catch (UnknownProjectionException notYetStarted) {
            return 0;
        }
    }

    /** Waits until some more batches have been applied in every segment. */
    void awaitProgress(int batches) {
        long goal = slowest() + (long) batches * RunnerProcess.BATCH;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> slowest() >= goal);
    }

    /** Waits until everything that is there now has been applied. */
    void awaitHead() {
        long goal = store.feed().head();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> slowest() >= goal);
    }

    /** Writes no more. */
    @Override
    public void close() {
        stop.set(true);
        Writers.join(List.of(thread));
    }
}
