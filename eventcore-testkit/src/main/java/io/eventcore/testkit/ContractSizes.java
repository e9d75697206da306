package io.eventcore.testkit;

import java.time.Duration;

/**
 * How much the suites do.
 *
 * @param races rounds of each race between two appends
 * @param cutReads reads of each reader that looks for a torn cut
 * @param hotWriters threads that write to one stream
 * @param hotCommands commands of each of these threads
 * @param orderedEvents events of one append whose order is checked
 * @param largeEvents events of a large append
 * @param largeStreams streams of a large append
 * @param longStream events of a long stream
 * @param neighbours requests that are under way together with a bad one
 * @param callers threads that execute commands at once
 * @param patience how long to wait for what must happen
 */
record ContractSizes(
        int races,
        int cutReads,
        int hotWriters,
        int hotCommands,
        int orderedEvents,
        int largeEvents,
        int largeStreams,
        int longStream,
        int neighbours,
        int callers,
        Duration patience) {

    static final ContractSizes FULL =
            new ContractSizes(1_000, 2_000, 64, 100, 5_000, 20_000, 1_000, 25_000, 500, 1_000, Duration.ofSeconds(60));
}
