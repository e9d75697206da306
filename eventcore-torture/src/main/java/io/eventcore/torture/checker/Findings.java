package io.eventcore.torture.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a check has found so far. Not thread-safe. */
public final class Findings {

    private final List<Finding> all = new ArrayList<>();

    /** Adds one. */
    public void add(String kind, String call, String explanation) {
        all.add(new Finding(kind, call, explanation));
    }

    /** Adds one unless a condition holds. */
    public void unless(boolean condition, String kind, String call, String explanation) {
        if (!condition) {
            add(kind, call, explanation);
        }
    }

    /** {@return whether nothing was found} */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** {@return all, in the order in which they were found} */
    public List<Finding> all() {
        return List.copyOf(all);
    }

    /** {@return how many there are of each kind} */
    public Map<String, Long> counts() {
        return all.stream().collect(Collectors.groupingBy(Finding::kind, TreeMap::new, Collectors.counting()));
    }

    /** {@return of each kind the one that takes the fewest words} */
    public List<Finding> shortest() {
        Map<String, Finding> shortest = new TreeMap<>();
        for (Finding finding : all) {
            shortest.merge(
                    finding.kind(),
                    finding,
                    (one, other) ->
                            one.explanation().length() <= other.explanation().length() ? one : other);
        }
        return List.copyOf(shortest.values());
    }
}
