package io.eventcore.testkit;

import io.eventcore.EventStore;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A way to break a store, and the tests of the contract that must notice it.
 *
 * @param name what the store does wrong
 * @param breakage makes a broken store from a sound one
 * @param serializes whether the store says that it turns payloads into data
 * @param caughtBy the names of the tests
 */
record Mutation(String name, UnaryOperator<EventStore> breakage, boolean serializes, List<String> caughtBy) {

    static Mutation of(String name, UnaryOperator<EventStore> breakage, String... caughtBy) {
        return new Mutation(name, breakage, true, List.of(caughtBy));
    }

    /** The same in a store that says that it keeps payloads as they are. */
    Mutation inAStoreOfObjects() {
        return new Mutation(name, breakage, false, caughtBy);
    }

    @Override
    public String toString() {
        return name;
    }
}
