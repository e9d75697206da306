package io.eventcore;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One function for each concrete class of a sealed family, complete or refused. Not thread-safe.
 *
 * @param <F> the functions
 */
final class FoldFunctions<F> {

    private final Class<?> root;
    private final Set<Class<?>> leaves;
    private final Map<Class<?>, F> functions = new LinkedHashMap<>();

    /** @throws EventTypeRegistrationException if the root is neither sealed nor a concrete class */
    FoldFunctions(Class<?> root) {
        this.root = root;
        this.leaves = SealedTypes.leavesOf(root);
    }

    /** @throws EventTypeRegistrationException if one of these classes was named before, or is not below the root */
    void put(Class<?> type, F function) {
        for (Class<?> leaf : SealedTypes.leavesOf(type)) {
            if (!leaves.contains(leaf)) {
                throw new EventTypeRegistrationException(leaf.getName() + " is not below " + root.getName() + ".");
            }
            if (functions.put(leaf, function) != null) {
                throw new EventTypeRegistrationException(
                        leaf.getName() + " is handled twice in the fold over " + root.getName() + ".");
            }
        }
    }

    /** @throws EventTypeRegistrationException if a class below the root has no function */
    Map<Class<?>, F> complete() {
        Set<String> missing = new TreeSet<>();
        for (Class<?> leaf : leaves) {
            if (!functions.containsKey(leaf)) {
                missing.add(leaf.getSimpleName());
            }
        }
        if (!missing.isEmpty()) {
            throw new EventTypeRegistrationException("The fold over " + root.getName() + " does not say what "
                    + String.join(", ", missing) + " does: add on(...) or ignoring(...).");
        }
        return Map.copyOf(functions);
    }
}
