package io.eventcore.torture;

import io.eventcore.torture.history.History;
import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.history.Note;
import io.eventcore.torture.nemesis.ProcessFaults;
import io.eventcore.torture.workload.ClientProcess;
import io.eventcore.torture.workload.ClientSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/** The client processes of a run. Thread-safe. */
final class ClientProcesses implements ProcessFaults.Processes, AutoCloseable {

    /** Stores recover, and projections catch up, before a process ends. */
    private static final long END_SECONDS = 600;

    private final BiFunction<Integer, Integer, ClientSettings> settings;
    private final HistoryWriter history;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Process> running = new ArrayList<>();
    private final List<Path> histories = new ArrayList<>();
    private int started;

    /**
     * Starts as many.
     *
     * @param settings of the process with this number, which is the so-many-th that is started
     */
    ClientProcesses(int count, BiFunction<Integer, Integer, ClientSettings> settings, HistoryWriter history)
            throws IOException {
        this.settings = settings;
        this.history = history;
        for (int i = 0; i < count; i++) {
            running.add(start(i));
        }
    }

    private Process start(int number) throws IOException {
        ClientSettings client = settings.apply(number, started++);
        histories.add(History.file(client.directory(), client.process()));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + client.heapMegabytes() + "m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                ClientProcess.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        client.putInto(builder.environment());
        Path log = client.directory().resolve(client.process() + ".log");
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    @Override
    public long any(SplittableRandom random) {
        lock.lock();
        try {
            return running.get(random.nextInt(running.size())).pid();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void killAndReplace(SplittableRandom random) throws IOException {
        lock.lock();
        try {
            int number = random.nextInt(running.size());
            Process old = running.get(number);
            if (old.isAlive()) {
                old.destroyForcibly();
            } else {
                noteEnd(number, old);
            }
            running.set(number, start(number));
        } finally {
            lock.unlock();
        }
    }

    /** Waits until each has made its first call. */
    void awaitReady() throws IOException, InterruptedException {
        for (int i = 0; i < running.size(); i++) {
            Path log = histories.get(i);
            while (running.get(i).isAlive() && (!Files.exists(log) || Files.size(log) == 0)) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** Whether there is one that has not ended by itself. */
    boolean someLive() {
        lock.lock();
        try {
            return running.stream().anyMatch(Process::isAlive);
        } finally {
            lock.unlock();
        }
    }

    /** Tells all to stop, and waits until they have ended. */
    void stop() throws IOException, InterruptedException {
        for (Process process : running) {
            tellToStop(process);
        }
        for (int i = 0; i < running.size(); i++) {
            Process process = running.get(i);
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                history.note(new Note(System.nanoTime(), Note.WRONG, "process " + i, "it does not end"));
            } else {
                noteEnd(i, process);
            }
        }
    }

    private static void tellToStop(Process process) {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            // it has ended by itself, which is noted
        }
    }

    private void noteEnd(int number, Process process) {
        int code = process.exitValue();
        if (code != 0) {
            String reason = code == 3 ? "its heap was too small for what it held" : "exit code " + code;
            history.note(new Note(System.nanoTime(), Note.WRONG, "process " + number, "it ended by itself: " + reason));
        }
    }

    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
    }
}
