package io.eventcore.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Another process of this program, with the class path of this one, to which this one talks by lines. */
final class Instance implements AutoCloseable {

    private static final int LAST_WORDS = 5;
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Duration patience;
    private final PrintStream input;

    /** The lines of the process; nothing more comes after an empty one. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private final Deque<String> lastWords = new ArrayDeque<>();

    private Instance(String name, Process process, Duration patience) {
        this.name = name;
        this.process = process;
        this.patience = patience;
        this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param name what it is called in messages
     * @param main the class whose {@code main} runs
     * @param patience how long it may be silent beyond the time that it was given
     */
    static Instance start(String name, Class<?> main, Duration patience) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m", // many of them share the machine
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .start();
        Instance instance = new Instance(name, process, patience);
        Thread reader = new Thread(instance::readLines, "lines-of-" + name);
        reader.setDaemon(true);
        reader.start();
        return instance;
    }

    private void readLines() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(line -> lines.add(Optional.of(line)));
        } catch (IOException | RuntimeException e) {
            lines.add(Optional.of("Its output cannot be read: " + e));
        } finally {
            lines.add(Optional.empty());
        }
    }

    /** Tells it something. Whether it has heard shows in its answer. */
    void tell(String line) {
        input.println(line);
    }

    /**
     * Waits for its next answer.
     *
     * @param time how long its work takes
     * @throws InstanceFailedException if it ends, or stays silent, instead
     */
    String answer(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.plus(patience).toNanos();
        while (true) {
            Optional<String> line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new InstanceFailedException(
                        name + " has not answered for " + time.plus(patience).toSeconds() + " seconds." + lastWords());
            }
            if (line.isEmpty()) {
                process.waitFor(FAREWELL.toSeconds(), TimeUnit.SECONDS);
                String code = process.isAlive() ? "" : ", exit code " + process.exitValue();
                throw new InstanceFailedException(name + " ended before it answered" + code + "." + lastWords());
            }
            if (line.get().startsWith(InstanceApp.ANSWER)) {
                return line.get().substring(InstanceApp.ANSWER.length());
            }
            remember(line.get());
        }
    }

    private void remember(String line) {
        lastWords.add(line);
        if (lastWords.size() > LAST_WORDS) {
            lastWords.remove();
        }
    }

    private String lastWords() {
        return lastWords.isEmpty() ? "" : " It said: " + String.join(" | ", lastWords);
    }

    /** The process itself. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Lets it end by itself, for its input ends. */
    void dismiss() {
        input.close();
    }

    /** Lets it end by itself; ends it if it does not. */
    @Override
    public void close() {
        dismiss();
        try {
            if (!process.waitFor(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
