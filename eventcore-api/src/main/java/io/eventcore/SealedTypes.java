package io.eventcore;

import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;

/** Walks sealed hierarchies. */
final class SealedTypes {

    private SealedTypes() {}

    /** The concrete classes at and below a root, in the order of declaration. */
    static Set<Class<?>> leavesOf(Class<?> root) {
        Set<Class<?>> leaves = new LinkedHashSet<>();
        collect(root, leaves);
        return leaves;
    }

    private static void collect(Class<?> type, Set<Class<?>> leaves) {
        boolean open = type.isInterface() || Modifier.isAbstract(type.getModifiers());
        if (!open) {
            leaves.add(type);
        }
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, leaves);
            }
        } else if (open) {
            throw new EventTypeRegistrationException(type.getName()
                    + " is neither a concrete class nor sealed, so the classes below it cannot be known: make it sealed"
                    + " or name the classes one by one.");
        }
    }
}
