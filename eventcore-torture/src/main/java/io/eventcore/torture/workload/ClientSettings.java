package io.eventcore.torture.workload;

import io.eventcore.torture.adapter.Adapter;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a client process is told when it starts. It goes by the environment: the arguments of a process can be read by
 * everybody on the machine.
 *
 * @param directory where histories are kept
 * @param number which of the processes, from 0
 * @param process its name, unique in the run
 * @param url where the store is
 * @param adapter the class of the {@link Adapter}
 * @param seed of everything random
 * @param load what to do
 */
public record ClientSettings(
        Path directory, int number, String process, String url, String adapter, long seed, Load load) {

    private static final String PREFIX = "EVENTCORE_TORTURE_";

    /**
     * What the clients do.
     *
     * @param contents which kinds of events to write
     * @param callsPerSecond about how many calls a process makes at most
     * @param heapMegabytes the largest heap of a process
     */
    public record Load(String contents, int callsPerSecond, int heapMegabytes) {}

    /** Adds all of it to the environment of a process that is about to be started. */
    public void putInto(Map<String, String> environment) {
        environment.put(PREFIX + "DIRECTORY", directory.toString());
        environment.put(PREFIX + "NUMBER", Integer.toString(number));
        environment.put(PREFIX + "PROCESS", process);
        environment.put(PREFIX + "URL", url);
        environment.put(PREFIX + "ADAPTER", adapter);
        environment.put(PREFIX + "SEED", Long.toString(seed));
        environment.put(PREFIX + "CONTENTS", load.contents());
        environment.put(PREFIX + "RATE", Integer.toString(load.callsPerSecond()));
        environment.put(PREFIX + "HEAP", Integer.toString(load.heapMegabytes()));
    }

    static ClientSettings in(Map<String, String> environment) {
        return new ClientSettings(
                Path.of(get(environment, "DIRECTORY")),
                Integer.parseInt(get(environment, "NUMBER")),
                get(environment, "PROCESS"),
                get(environment, "URL"),
                get(environment, "ADAPTER"),
                Long.parseLong(get(environment, "SEED")),
                new Load(
                        get(environment, "CONTENTS"),
                        Integer.parseInt(get(environment, "RATE")),
                        Integer.parseInt(get(environment, "HEAP"))));
    }

    private static String get(Map<String, String> environment, String name) {
        String value = environment.get(PREFIX + name);
        if (value == null) {
            throw new IllegalArgumentException("The environment variable " + PREFIX + name + " is missing.");
        }
        return value;
    }

    /** {@return the largest heap of the process} */
    public int heapMegabytes() {
        return load.heapMegabytes();
    }

    /** Which of the adapter's options a store of this process has: two processes differ in part. */
    int variantOf(int store) {
        return (store + number) % 5;
    }

    Adapter newAdapter() {
        return Adapter.named(adapter);
    }
}
