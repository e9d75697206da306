package io.eventcore.testkit;

import io.eventcore.EventStore;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A way to break a store, and the tests of the contract that must notice it.
 *
 * @param name what the store does wrong
 * @param breakage makes a broken store from a sound one
 * @param caughtBy the names of the tests
 */
record Mutation(String name, UnaryOperator<EventStore> breakage, List<String> caughtBy) {

    static Mutation of(String name, UnaryOperator<EventStore> breakage, String... caughtBy) {
        return new Mutation(name, breakage, List.of(caughtBy));
    }

    @Override
    public String toString() {
        return name;
    }
}
