package io.eventcore.projections;

import io.eventcore.EventId;
import io.eventcore.ExecutionResult;
import io.eventcore.StreamId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Results of commands that were never executed. */
final class Results {

    private Results() {}

    static ExecutionResult of(StreamId stream, long position) {
        return new ExecutionResult(
                UUID.randomUUID(), List.of(EventId.random()), Map.of(stream, position), position, 1, false);
    }
}
