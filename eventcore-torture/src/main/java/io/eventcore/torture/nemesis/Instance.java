package io.eventcore.torture.nemesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One PostgreSQL server of the run's own, as processes over a data directory. Linux only: root cannot run PostgreSQL, and
 * starts it in a user namespace without rights. What it kills are processes of that server, by their ids.
 *
 * @param data its data directory
 * @param program the program {@code postgres}
 * @param arguments those with which it is started
 * @param url the JDBC URL of the run's database on it
 */
record Instance(Path data, Path program, List<String> arguments, String url) {

    private static final int ROOT = 0;

    /** The server behind a URL, which runs on this machine. */
    static Instance behind(String url) throws SQLException, IOException {
        try (Sql sql = Sql.open(url)) {
            Path data = Path.of(sql.run("SHOW data_directory"));
            ProcessHandle.Info running = postmaster(data).info();
            return new Instance(
                    data,
                    Path.of(running.command().orElseThrow()),
                    List.of(running.arguments().orElseThrow()),
                    url);
        }
    }

    /** {@code kill -9} of the postmaster and of each of its children. */
    void kill() throws IOException {
        ProcessHandle postmaster = postmaster(data);
        Signals.stop(postmaster.pid()); // so that it starts no others
        List<ProcessHandle> children = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        Pause.until(() -> !postmaster.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** {@code pg_ctl stop -m immediate}: every process of the server ends at once, without writing anything. */
    void stopImmediately() throws IOException, InterruptedException {
        String control = program.resolveSibling("pg_ctl").toString();
        launch(List.of(control, "stop", "-m", "immediate", "-D", data.toString()))
                .waitFor();
    }

    /** Starts it, and waits until it answers. */
    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Process[] server = {launch(command)};
        Pause.until(() -> {
            if (!server[0].isAlive()) { // a process of the one before still held its memory
                Pause.millis(50);
                server[0] = launch(command);
            }
            return answers("SELECT 1");
        });
    }

    /** Whether a query gives 1. */
    boolean answers(String query) {
        try (Sql sql = Sql.open(url)) {
            return sql.run(query).equals("1");
        } catch (SQLException e) {
            return false;
        }
    }

    private static ProcessHandle postmaster(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        return ProcessHandle.of(pid).orElseThrow(() -> new IOException("The server does not run."));
    }

    private Process launch(List<String> command) throws IOException {
        List<String> all = new ArrayList<>();
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT)) {
            all.addAll(List.of("unshare", "-U"));
        }
        all.addAll(command);
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("restarts.log").toFile()))
                .start();
    }
}
