package io.eventcore;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folds whose snapshots a store keeps: for storage adapters. Two folds that keep them under one name and version would
 * read each other's states, so the second is refused. Folds are the same if the functions come from the same places in the
 * code: a fold that is made anew for each command is one fold. Thread-safe.
 */
public final class SnapshotFolds {

    /** Names are constants. Whoever makes them up must not fill the memory. */
    private static final int MOST = 10_000;

    private final Map<Key, StreamFold<?, ?>> folds = new ConcurrentHashMap<>();

    /** No folds yet; one of these for each store. */
    public SnapshotFolds() {}

    private record Key(String name, int version) {}

    /**
     * Checks a fold that is about to read or write snapshots, and remembers it.
     *
     * @param fold any fold; one without snapshots needs no check
     * @throws ConfigurationException if another fold has the same name and version
     */
    public void check(StreamFold<?, ?> fold) {
        fold.snapshots().ifPresent(snapshots -> {
            Key key = new Key(snapshots.name(), snapshots.version());
            StreamFold<?, ?> known = folds.get(key);
            if (known == null && folds.size() < MOST) {
                known = folds.putIfAbsent(key, fold);
            }
            if (known != null && known != fold && !known.isMadeAs(fold)) {
                throw new ConfigurationException("Two folds keep snapshots as '" + snapshots
                        + "', one over " + known.eventType().getName() + " and one over "
                        + fold.eventType().getName()
                        + ": each would read the states of the other. Give each a name of its own in Snapshots.of(...),"
                        + " or raise the version of the one that has changed.");
            }
        });
    }
}
