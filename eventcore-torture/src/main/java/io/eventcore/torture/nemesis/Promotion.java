package io.eventcore.torture.nemesis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A standby is made, follows by synchronous replication, and takes the place of the primary, which is killed. What was
 * acknowledged must not be lost.
 */
final class Promotion implements Fault {

    private static final String STANDBY = "torture";

    private final OwnServer server;
    private final Proxy proxy;

    Promotion(OwnServer server, Proxy proxy) {
        this.server = server;
        this.proxy = proxy;
    }

    @Override
    public String name() {
        return "standby promoted";
    }

    @Override
    public String inject(SplittableRandom random) throws Exception {
        Instance old = server.primary();
        int port = freePort();
        Instance standby = copy(old, port);
        try {
            standby.start();
            set(old, "synchronous_standby_names", "'" + STANDBY + "'");
            Pause.until(() -> old.answers("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"));
        } catch (IOException | SQLException e) {
            set(old, "synchronous_standby_names", "''");
            standby.kill();
            throw e;
        }
        Pause.millis(random.nextInt(500, 3_000));
        old.kill();
        try (Sql sql = Sql.open(standby.url())) {
            sql.run("SELECT pg_promote(true, 120)");
        }
        set(standby, "synchronous_standby_names", "''");
        server.lead(standby);
        proxy.leadTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return "after synchronous replication";
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void set(Instance instance, String setting, String value) throws SQLException {
        try (Sql sql = Sql.open(instance.url())) {
            sql.run("ALTER SYSTEM SET " + setting + " = " + value);
            sql.run("SELECT pg_reload_conf()");
        }
    }

    /** A copy of the data directory while the server runs, by the way that PostgreSQL documents for it. */
    private static Instance copy(Instance primary, int port) throws IOException, SQLException {
        String old = primary.url().replaceFirst("^jdbc:postgresql://[^:]+:(\\d+)/.*$", "$1");
        Path data = Files.createTempDirectory(
                "eventcore-torture-standby",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (Sql sql = Sql.open(primary.url())) {
            sql.run("SELECT pg_backup_start('torture', true)");
            copyFiles(primary.data(), data);
            Files.writeString(data.resolve("backup_label"), sql.run("SELECT labelfile FROM pg_backup_stop(false)"));
        }
        Files.createDirectories(data.resolve("pg_wal/archive_status"));
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=" + old + " user=postgres application_name=" + STANDBY + "'\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        List<String> arguments = new ArrayList<>();
        for (String argument : primary.arguments()) {
            arguments.add(argument.replace(primary.data().toString(), data.toString())
                    .replaceFirst("^" + old + "$", Integer.toString(port)));
        }
        return new Instance(
                data, primary.program(), arguments, primary.url().replaceFirst(":" + old + "/", ":" + port + "/"));
    }

    /** Files may disappear while they are copied; the log of the primary says what became of them. */
    private static void copyFiles(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!directory.equals(from)) {
                    Files.createDirectory(to.resolve(from.relativize(directory).toString()));
                }
                return directory.equals(from.resolve("pg_wal"))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.getFileName()
                        .toString()
                        .matches("postmaster\\.(pid|opts)|restarts\\.log|standby\\.signal|backup_label.*")) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file).toString()));
                    } catch (NoSuchFileException e) {
                        return FileVisitResult.CONTINUE;
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
}
