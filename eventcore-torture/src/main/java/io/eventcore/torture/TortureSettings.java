package io.eventcore.torture;

import io.eventcore.torture.workload.ClientSettings.Load;
import java.util.Optional;

/**
 * What is asked of a run.
 *
 * @param seconds how long the clients are under load
 * @param seed of everything random
 * @param processes how many client processes
 * @param url a database to use; empty for an embedded server
 * @param adapter the class of the adapter
 * @param faults a pattern of the names of the faults to inject
 * @param load what the clients do
 */
public record TortureSettings(
        int seconds, long seed, int processes, Optional<String> url, String adapter, String faults, Load load) {

    /** How many calls a process makes at least in a second, for the run to count. */
    private static final int LEAST_CALLS_PER_SECOND = 5;

    /** {@return how many calls are the least that count} */
    long leastCalls() {
        return (long) seconds * LEAST_CALLS_PER_SECOND;
    }
}
