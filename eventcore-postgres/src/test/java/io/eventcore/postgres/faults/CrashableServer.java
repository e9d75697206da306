package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.postgres.Sql;
import io.eventcore.testkit.TestPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A durable PostgreSQL of a test's own that can crash and start again, on the same port and data. Linux only: it reads
 * from {@code /proc} how the server was started. What it stops and kills are processes of that server, by their ids.
 */
final class CrashableServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROOT = 0;

    private final TestPostgres postgres;
    private final String database;
    private final Path data;
    private final Path program;
    private final List<String> arguments;

    /** Starts it, and checks that a commit is on the disk before it is acknowledged. */
    CrashableServer() throws SQLException {
        this(TestPostgres.builder().embedded().durable(true));
    }

    /** Starts it with other settings, and checks them all the same. */
    CrashableServer(TestPostgres.Builder settings) throws SQLException {
        this.postgres = settings.start();
        try {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(Sql.query(postgres.url(), "SHOW " + setting))
                        .as(setting)
                        .isEqualTo("on");
            }
            this.database = postgres.newDatabase();
            this.data = Path.of(Sql.query(postgres.url(), "SHOW data_directory"));
            ProcessHandle.Info running = postmaster().info();
            this.program = Path.of(running.command().orElseThrow());
            this.arguments = List.of(running.arguments().orElseThrow());
        } catch (AssertionError | SQLException | RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    /** The JDBC URL of an empty database. */
    String url() {
        return database;
    }

    /** How it ends. */
    enum Crash {
        /** {@code pg_ctl stop -m immediate}: every process of the server ends at once, without writing anything. */
        STOP_IMMEDIATE,
        /** {@code kill -9} of the postmaster and of each of its children. */
        KILL_ALL
    }

    /** Ends it. Nobody listens on its port until {@link #start()}. */
    void crash(Crash kind) {
        if (kind == Crash.STOP_IMMEDIATE) {
            Process stop = launch(
                    program.resolveSibling("pg_ctl").toString(), "stop", "-m", "immediate", "-D", data.toString());
            assertThat(stop.onExit()
                            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join()
                            .exitValue())
                    .as("exit code of pg_ctl stop")
                    .isZero();
        } else {
            ProcessHandle postmaster = postmaster();
            List<ProcessHandle> children = postmaster.descendants().toList();
            kill(postmaster); // first, so that it starts no others
            children.forEach(CrashableServer::kill);
        }
    }

    /** Starts it again, with the arguments of its first start, and waits until it answers. */
    void start() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            List<String> command = new ArrayList<>(List.of(program.toString()));
            command.addAll(arguments);
            Process server = launch(command.toArray(String[]::new));
            // It ends at once when a process of the one before still holds its memory.
            await().atMost(PATIENCE).until(() -> answers() || !server.isAlive());
            return server.isAlive();
        });
    }

    /** {@code kill -9} of one process that works for a client; the postmaster then ends and renews all of them. */
    void killBackend(long pid) {
        assertThat(postmaster().children().map(ProcessHandle::pid)).contains(pid);
        ProcessHandle.of(pid).ifPresent(CrashableServer::kill);
    }

    /** Whether it answers a query. */
    boolean answers() {
        try {
            return Sql.query(database, "SELECT 1").equals("1");
        } catch (SQLException e) {
            return false;
        }
    }

    private ProcessHandle postmaster() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    /** PostgreSQL refuses to run as root, so root runs it in a user namespace without rights, as at its first start. */
    private Process launch(String... command) {
        try {
            List<String> all = new ArrayList<>();
            if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT)) {
                all.addAll(List.of("unshare", "-U"));
            }
            all.addAll(List.of(command));
            File log = data.resolve("restarts.log").toFile();
            return new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
