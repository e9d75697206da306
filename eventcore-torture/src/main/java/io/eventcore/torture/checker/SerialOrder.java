package io.eventcore.torture.checker;

import io.eventcore.torture.history.Call;
import io.eventcore.torture.history.Sight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order in which all decisions could have been made one after the other: each sees exactly what those before
 * it have stored, and none that ended before another began comes after it (strict serializability). Versions say which
 * decision must come before which; there is such an order if nothing must come before itself. The idea, and the names of
 * the edges, are those of Adya and of the checker Elle.
 */
final class SerialOrder {

    private final Map<String, StreamHistory> streams;
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Graph graph = new Graph();

    SerialOrder(Map<String, StreamHistory> streams) {
        this.streams = streams;
    }

    /** Adds a decision, stored or told. */
    void add(Decision decision) {
        numbers.put(decision.call(), graph.addNode());
        decisions.add(decision);
    }

    /** The shortest circle in what must come before what; empty if there is an order. */
    Optional<List<String>> circle(Map<String, Call> calls) {
        decisions.forEach(this::addVersions);
        addTime(calls);
        return graph.shortestCycle();
    }

    private void addVersions(Decision decision) {
        Integer node = number(decision.call());
        decision.seen().streams().forEach((name, sight) -> addStream(node, decision, name, sight));
    }

    private void addStream(@Nullable Integer node, Decision decision, String name, Sight sight) {
        StreamHistory stream = streams.get(name);
        if (stream == null) {
            return;
        }
        stream.row(sight.version())
                .ifPresent(row -> edge(
                        number(row.call()),
                        node,
                        decision.call() + " saw version " + sight.version() + " of " + name + ", which " + row.call()
                                + " wrote"));
        stream.row(sight.version() + 1)
                .ifPresent(row -> edge(
                        node,
                        number(row.call()),
                        decision.call() + " saw version " + sight.version() + " of " + name + " as its last, and "
                                + row.call() + " wrote the next"));
    }

    private void edge(@Nullable Integer from, @Nullable Integer to, String reason) {
        if (from != null && to != null && !from.equals(to)) {
            graph.addEdge(from, to, reason);
        }
    }

    private @Nullable Integer number(String call) {
        return numbers.get(call);
    }

    /**
     * Whoever ended before another began comes before it. One node for each begin, in a line, instead of an edge for each
     * pair: from a decision to the first begin after its end, and from each begin to its decision.
     */
    private void addTime(Map<String, Call> calls) {
        List<Call> byBegin = decisions.stream()
                .map(decision -> calls.get(decision.call()))
                .filter(call -> call != null)
                .sorted(Comparator.comparingLong(call -> call.begin().nanos()))
                .toList();
        long[] begins = byBegin.stream().mapToLong(call -> call.begin().nanos()).toArray();
        int[] moments = new int[begins.length];
        for (int i = 0; i < begins.length; i++) {
            moments[i] = graph.addNode();
            if (i > 0) {
                graph.addEdge(moments[i - 1], moments[i], "");
            }
            String call = byBegin.get(i).id();
            edge(moments[i], number(call), call + " began after that");
        }
        for (Call call : byBegin) {
            int next = firstAfter(begins, call.end());
            if (next < begins.length) {
                edge(number(call.id()), moments[next], call.id() + " had ended");
            }
        }
    }

    private static int firstAfter(long[] sorted, long value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
