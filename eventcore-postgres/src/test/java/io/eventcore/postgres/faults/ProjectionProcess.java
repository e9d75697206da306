package io.eventcore.postgres.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eventcore.EventTypes;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.faults.JournalProjection.Moment;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs the {@link JournalProjection}. A line of input names the {@link Moment} at which it suspends
 * itself (SIGSTOP) next; it dies when its input ends, so that it does not outlive who started it.
 */
final class ProjectionProcess {

    private ProjectionProcess() {}

    /** Takes the URL, the number of segments, the lease in milliseconds and the batch size. */
    public static void main(String[] arguments) {
        AtomicReference<@Nullable Moment> suspendAt = new AtomicReference<>();
        Thread input = new Thread(() -> obey(suspendAt), "input");
        input.setDaemon(true);
        input.start();
        PostgresConfig config = PostgresConfig.builder(arguments[0])
                .minConnections(1)
                .maxConnections(4)
                .connectTimeout(Duration.ofMinutes(2)) // the machine may be busy
                .build();
        ProjectionConfig settings = ProjectionConfig.defaults()
                .withSegments(Integer.parseInt(arguments[1]))
                .withLease(Duration.ofMillis(Long.parseLong(arguments[2])))
                .withBatchSize(Integer.parseInt(arguments[3]))
                .withTelemetry(BeforeEachBatch.run(() -> suspendItselfIf(suspendAt, Moment.BEFORE_THE_TRANSACTION)));
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Moved.class))) {
            new ProjectionRunner(store, new JournalProjection(moment -> suspendItselfIf(suspendAt, moment)), settings)
                    .runContinuous();
        }
    }

    private static void obey(AtomicReference<@Nullable Moment> suspendAt) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                suspendAt.set(Moment.valueOf(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    private static void suspendItselfIf(AtomicReference<@Nullable Moment> suspendAt, Moment moment) {
        if (suspendAt.compareAndSet(moment, null)) {
            RunnerProcess.signal("STOP", ProcessHandle.current().pid());
        }
    }
}
