package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.postgres.Sql;
import io.eventcore.testkit.TestPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A durable PostgreSQL of a test's own that can crash and start again, on the same port and data. Linux only: it reads
 * from {@code /proc} how the server was started. What it stops and kills are processes of that server, by their ids.
 */
final class CrashableServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ROOT = 0;

    private final TestPostgres postgres;
    private final String database;
    private final Path original;
    private final Path program;
    private final List<String> arguments;
    private Path data;

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
            this.original = Path.of(Sql.query(postgres.url(), "SHOW data_directory"));
            this.data = original;
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
            stop(postmaster); // so that it starts no others
            List<ProcessHandle> children = postmaster.descendants().toList();
            kill(postmaster);
            children.forEach(CrashableServer::kill);
        }
    }

    /** Starts it again, with the arguments of its first start, and waits until it answers. */
    void start() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            List<String> command = new ArrayList<>(List.of(program.toString()));
            arguments.forEach(
                    argument -> command.add(argument.equals(original.toString()) ? data.toString() : argument));
            Process server = launch(command.toArray(String[]::new));
            // It ends at once when a process of the one before still holds its memory.
            await().atMost(PATIENCE).until(() -> answers() || !server.isAlive());
            return server.isAlive();
        });
    }

    /** A copy of its data as they are now, which a standby that is behind would have, or a backup. */
    Path copy() throws SQLException, IOException {
        Path copy = original.resolveSibling(original.getFileName() + "-" + UUID.randomUUID());
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('copy', true)");
            copyTree(data, copy, path -> !path.startsWith("pg_wal/") && !path.equals("postmaster.pid"));
            try (ResultSet stopped = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                stopped.next();
                Files.writeString(copy.resolve("backup_label"), stopped.getString(1));
            }
            copyTree(data, copy, path -> path.startsWith("pg_wal/"));
        }
        return copy;
    }

    private static void copyTree(Path from, Path to, Predicate<String> wanted) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path target = to.resolve(from.relativize(folder).toString());
                if (!Files.exists(target)) {
                    Files.copy(folder, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = from.relativize(file).toString();
                if (wanted.test(name)) {
                    try {
                        Files.copy(file, to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
                    } catch (NoSuchFileException gone) {
                        return FileVisitResult.CONTINUE; // PostgreSQL's backup allows for it
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Starts a copy in its place, as a standby that nobody feeds. It must have ended before. */
    void startAsStandby(Path copy) throws IOException {
        Files.createFile(copy.resolve("standby.signal"));
        startInstead(copy);
    }

    /** Starts a copy in its place, as what was restored from a backup. It must have ended before. */
    void startInstead(Path copy) {
        data = copy;
        start();
    }

    /** Lets the standby take over, on a timeline of its own. */
    void promote() throws SQLException {
        Sql.execute(database, "SELECT pg_promote(true, " + PATIENCE.toSeconds() + ")");
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

    /** It still lives, but does nothing. */
    private static void stop(ProcessHandle process) {
        String pid = Long.toString(process.pid());
        run("kill", "-STOP", pid);
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> run("ps", "-o", "stat=", "-p", pid).startsWith("T"));
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
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
        if (!data.equals(original)) {
            crash(Crash.STOP_IMMEDIATE);
        }
        postgres.close();
    }
}
