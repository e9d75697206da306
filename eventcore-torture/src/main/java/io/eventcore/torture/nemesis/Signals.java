package io.eventcore.torture.nemesis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Signals to processes of this machine. */
final class Signals {

    private Signals() {}

    /** Makes a process do nothing from now on, until it {@linkplain #goOn goes on} or is killed. */
    static void stop(long pid) throws IOException {
        run("kill", "-STOP", Long.toString(pid));
        Pause.until(() -> !run("ps", "-o", "stat=", "-p", Long.toString(pid)).matches("[RSD](.|\\R)*"));
    }

    /** A process that was stopped goes on. */
    static void goOn(long pid) throws IOException {
        run("kill", "-CONT", Long.toString(pid));
    }

    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
