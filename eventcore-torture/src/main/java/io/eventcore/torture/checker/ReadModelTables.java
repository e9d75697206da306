package io.eventcore.torture.checker;

import java.util.List;
import java.util.Set;

/**
 * What the JDBC projections have made of the log.
 *
 * @param lines one for each event that was applied: its position and its id
 * @param names each name once
 */
public record ReadModelTables(List<Line> lines, Set<String> names) {

    /** Copies the collections. */
    public ReadModelTables {
        lines = List.copyOf(lines);
        names = Set.copyOf(names);
    }

    /**
     * An event that was applied.
     *
     * @param position its position
     * @param eventId its id
     */
    public record Line(long position, String eventId) {}
}
