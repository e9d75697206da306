package io.eventcore.postgres.internal.append;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which requests of a batch belong together, because one rests on the events of the other: they are stored all or none,
 * as if they were one request. Most are alone.
 */
final class Units {

    private final int[] unitOf;
    private final int count;

    private Units(int[] unitOf, int count) {
        this.unitOf = unitOf;
        this.count = count;
    }

    /** Finds them. */
    static Units of(List<PendingAppend> batch) {
        int[] root = new int[batch.size()];
        Map<PendingAppend, Integer> places = new HashMap<>();
        for (int i = 0; i < root.length; i++) {
            root[i] = i;
            PendingAppend append = batch.get(i);
            for (PendingAppend basis : append.basis()) {
                Integer place = places.get(basis);
                if (place != null) {
                    root[rootOf(root, i)] = rootOf(root, place);
                }
            }
            if (append.knowsWhatIsUnderWay()) { // nothing rests on the others
                places.put(append, i);
            }
        }
        int[] units = new int[root.length];
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int i = 0; i < root.length; i++) {
            units[i] = numbers.computeIfAbsent(rootOf(root, i), none -> numbers.size());
        }
        return new Units(units, numbers.size());
    }

    private static int rootOf(int[] root, int place) {
        int at = place;
        while (root[at] != at) {
            root[at] = root[root[at]];
            at = root[at];
        }
        return at;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** The unit of a request of the batch, from 0. */
    int of(int request) {
        return unitOf[request];
    }
}
