package io.eventcore;

import java.time.Instant;
import java.util.Optional;

/**
 * An event that a projection has put aside: it failed, or it lies behind one of its stream that failed.
 *
 * @param projection who put it aside
 * @param event the event; it stays in its stream
 * @param error why it failed; empty if it only waits for an earlier one of its stream
 * @param attempts how often it was tried, 0 if it only waits
 * @param parkedAt when it was put aside, or failed the last time
 * @param due whether somebody has asked to apply it again
 */
public record DeadLetter(
        ProjectionId projection,
        EventReference event,
        Optional<String> error,
        int attempts,
        Instant parkedAt,
        boolean due) {}
