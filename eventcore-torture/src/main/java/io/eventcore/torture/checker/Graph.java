package io.eventcore.torture.checker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A directed graph whose edges have reasons, and the search for a short circle in it. */
final class Graph {

    /** How many places of a circle are tried as its beginning. */
    private static final int TRIES = 200;

    private final List<List<Edge>> edges = new ArrayList<>();

    int addNode() {
        edges.add(new ArrayList<>(4));
        return edges.size() - 1;
    }

    void addEdge(int from, int to, String reason) {
        edges.get(from).add(new Edge(from, to, reason));
    }

    /** The reasons along a short circle; empty if there is none. */
    Optional<List<String>> shortestCycle() {
        boolean[] stuck = nodesThatNoOrderReaches();
        List<String> shortest = List.of();
        int tries = 0;
        for (int node = 0; node < stuck.length && tries < TRIES; node++) {
            if (stuck[node]) {
                List<Edge> cycle = cycleThrough(node, stuck);
                if (!cycle.isEmpty()) {
                    tries++;
                    List<String> reasons = cycle.stream()
                            .map(Edge::reason)
                            .filter(r -> !r.isEmpty())
                            .toList();
                    shortest = shortest.isEmpty() || reasons.size() < shortest.size() ? reasons : shortest;
                }
            }
        }
        return shortest.isEmpty() ? Optional.empty() : Optional.of(shortest);
    }

    /** Takes away, again and again, what nothing must come before; what is left lies on circles or behind them. */
    private boolean[] nodesThatNoOrderReaches() {
        int[] incoming = new int[edges.size()];
        edges.forEach(list -> list.forEach(edge -> incoming[edge.to()]++));
        Deque<Integer> free = new ArrayDeque<>();
        for (int node = 0; node < incoming.length; node++) {
            if (incoming[node] == 0) {
                free.add(node);
            }
        }
        boolean[] stuck = new boolean[edges.size()];
        Arrays.fill(stuck, true);
        while (!free.isEmpty()) {
            int node = free.remove();
            stuck[node] = false;
            for (Edge edge : edges.get(node)) {
                if (--incoming[edge.to()] == 0) {
                    free.add(edge.to());
                }
            }
        }
        return stuck;
    }

    /** Breadth first, so the shortest through this node; empty if it lies on none. */
    private List<Edge> cycleThrough(int start, boolean[] stuck) {
        Edge[] by = new Edge[edges.size()];
        Deque<Integer> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            for (Edge edge : edges.get(next.remove())) {
                if (edge.to() == start) {
                    return back(edge, by, start);
                }
                if (stuck[edge.to()] && by[edge.to()] == null) {
                    by[edge.to()] = edge;
                    next.add(edge.to());
                }
            }
        }
        return List.of();
    }

    private static List<Edge> back(Edge last, Edge[] by, int start) {
        List<Edge> cycle = new ArrayList<>(List.of(last));
        for (int node = last.from(); node != start; node = by[node].from()) {
            cycle.add(by[node]);
        }
        Collections.reverse(cycle);
        return cycle;
    }

    private record Edge(int from, int to, String reason) {}
}
