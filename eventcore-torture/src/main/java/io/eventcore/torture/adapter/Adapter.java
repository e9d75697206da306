package io.eventcore.torture.adapter;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.torture.checker.Log;
import io.eventcore.torture.checker.ReadModelTables;
import java.util.Optional;

/**
 * The store that is put under the run. An implementation has a public constructor without parameters; each process of the
 * run makes an object of its own. Name the class by {@code --adapter}.
 */
public interface Adapter {

    /**
     * {@return another store over the same data} Blocks.
     *
     * @param url where the data is
     * @param variant which of the adapter's options to try: 0 for its defaults; each other number for options of its own
     *     choice, the same each time
     * @param types the events of the run
     */
    EventStore open(String url, int variant, EventTypes types);

    /**
     * {@return everything that is stored} It must not go through the store, which is what is examined. Blocks.
     *
     * @param url where the data is
     */
    Log dump(String url);

    /**
     * {@return an adapter of a class}
     *
     * @param className its name
     * @throws IllegalArgumentException if it is no adapter, or cannot be made
     */
    static Adapter named(String className) {
        try {
            return Class.forName(className)
                    .asSubclass(Adapter.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    className + " is no Adapter with a public constructor without parameters.", e);
        }
    }

    /**
     * {@return what the JDBC projections have written; empty if the store runs none} It does not go through the store.
     * Blocks.
     *
     * @param url where the data is
     */
    default Optional<ReadModelTables> readModels(String url) {
        return Optional.empty();
    }

    /** {@return whether JDBC projections can run in this store} */
    default boolean hasJdbcProjections() {
        return false;
    }
}
