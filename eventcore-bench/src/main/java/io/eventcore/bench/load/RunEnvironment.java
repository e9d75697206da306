package io.eventcore.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the figures come from.
 *
 * @param measuredAt when the run began
 * @param cpu the processor
 * @param cores how many of them this process sees
 * @param memoryMb the most memory that this process takes, in MiB
 * @param fsyncsPerSecond measured by this process in its temporary directory, where an embedded server lives; of no
 *     meaning for a server elsewhere
 * @param java the version of Java
 * @param os the operating system
 * @param postgres the server
 * @param settings those of its settings that the figures depend on
 * @param sizes how long and how large everything was
 */
record RunEnvironment(
        String measuredAt,
        String cpu,
        int cores,
        long memoryMb,
        double fsyncsPerSecond,
        String java,
        String os,
        String postgres,
        Map<String, String> settings,
        Map<String, String> sizes) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    static RunEnvironment of(Server server, Map<String, String> sizes) throws IOException {
        return new RunEnvironment(
                Instant.now().toString(),
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                FsyncRate.measure(Path.of(System.getProperty("java.io.tmpdir")), Duration.ofSeconds(1)),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                server.description(),
                server.settings(),
                sizes);
    }

    /** Linux tells the name; elsewhere there is only the architecture. */
    private static String cpuName() throws IOException {
        if (Files.isReadable(CPU_INFO)) {
            try (Stream<String> lines = Files.lines(CPU_INFO)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            }
        }
        return System.getProperty("os.arch");
    }
}
