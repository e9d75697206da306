package io.eventcore.postgres.internal.append;

import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import java.util.HashMap;
import java.util.Map;

/**
 * What the requests of one call expect of their streams. A call checks each stream once, at the version that the first
 * request expects; whoever comes after it must expect that version plus what was added before.
 */
final class Expectations {

    private final Map<StreamId, Reached> streams = new HashMap<>();

    /** Whether a request fits behind those that were taken before. If so, it is taken. */
    boolean take(PendingAppend append) {
        for (Map.Entry<StreamId, ExpectedVersion> use : append.expected().entrySet()) {
            Reached reached = streams.get(use.getKey());
            if (reached != null && !reached.isMetBy(use.getValue())) {
                return false;
            }
        }
        append.expected()
                .forEach((stream, expected) -> streams.merge(
                        stream,
                        new Reached(expected, append.addedTo(stream)),
                        (before, its) -> new Reached(before.first, before.added + its.added)));
        return true;
    }

    private record Reached(ExpectedVersion first, long added) {

        /** Nothing is known about a stream that is taken as it is, so nobody can have decided on what it becomes. */
        boolean isMetBy(ExpectedVersion expected) {
            return !(first instanceof ExpectedVersion.Any)
                    && !(expected instanceof ExpectedVersion.Any)
                    && versionOf(expected) == versionOf(first) + added;
        }

        private static long versionOf(ExpectedVersion expected) {
            return expected instanceof ExpectedVersion.Exactly exactly ? exactly.version() : 0;
        }
    }
}
