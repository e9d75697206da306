package io.eventcore.postgres.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.EventStore;
import io.eventcore.SegmentState;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.faults.JournalProjection.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A {@link ProjectionProcess}, as the test that started it sees it; killed when closed. Linux only: it reads from
 * {@code /proc} whether the process is suspended.
 */
final class RunnerProcess implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(1);
    static final int BATCH = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;

    private RunnerProcess(Process process) {
        this.process = process;
    }

    static RunnerProcess start(String url, int segments) throws IOException {
        return new RunnerProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProjectionProcess.class.getName(),
                        url,
                        String.valueOf(segments),
                        String.valueOf(LEASE.toMillis()),
                        String.valueOf(BATCH))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** How many segments it holds, as the store sees it. Fails if the process has ended by itself. */
    long segmentsHeld(EventStore store) {
        assertThat(process.isAlive()).as("the process runs").isTrue();
        return store.projections().segments().stream().filter(this::owns).count();
    }

    /** Whether its instance comes first, by name, of these two: it has the larger share of an odd number of segments. */
    boolean isBefore(RunnerProcess other) {
        return (process.pid() + "@").compareTo(other.process.pid() + "@") < 0;
    }

    /** The instance names of runners begin with the id of their process. */
    private boolean owns(SegmentState segment) {
        return segment.owner()
                .filter(owner -> owner.startsWith(process.pid() + "@"))
                .isPresent();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops all of its threads when one comes to a moment; returns when that has happened. */
    void suspend(Moment moment) throws IOException {
        process.getOutputStream().write((moment.name() + '\n').getBytes(UTF_8));
        process.getOutputStream().flush();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(this::isSuspended);
    }

    /** Goes on as if nothing had happened. */
    void resume() {
        signal("CONT", process.pid());
    }

    private boolean isSuspended() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"), UTF_8);
        return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
    }

    /** Whether a transaction is open that has written something, and whose client does nothing. */
    static boolean anySessionHasWritten(String url) throws SQLException {
        return Sql.query(url, """
                        SELECT count(*) > 0 FROM pg_stat_activity
                        WHERE datname = current_database() AND state = 'idle in transaction'
                          AND backend_xid IS NOT NULL""").equals("t");
    }

    static void signal(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .inheritIO()
                    .start();
            assertThat(kill.onExit().join().exitValue()).as("exit code of kill").isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
