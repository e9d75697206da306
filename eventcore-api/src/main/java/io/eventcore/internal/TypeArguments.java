package io.eventcore.internal;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what classes say about one type argument of an interface that they implement, and remembers it for as long as
 * the class lives.
 */
public final class TypeArguments extends ClassValue<Class<?>> {

    private final Class<?> target;
    private final int index;

    /**
     * Reads one type argument.
     *
     * @param target the interface
     * @param index which of its parameters
     */
    public TypeArguments(Class<?> target, int index) {
        this.target = target;
        this.index = index;
    }

    /** @throws IllegalStateException if the class leaves the parameter open */
    @Override
    protected Class<?> computeValue(Class<?> type) {
        Class<?> found = find(type, Map.of(), target, index);
        if (found == null) {
            throw new IllegalStateException(type.getName() + " does not say what "
                    + target.getTypeParameters()[index].getName() + " of "
                    + target.getSimpleName() + " is: override eventType().");
        }
        return found;
    }

    private static @Nullable Class<?> find(Type type, Map<TypeVariable<?>, Type> known, Class<?> target, int index) {
        Class<?> raw = rawClass(type);
        Map<TypeVariable<?>, Type> arguments = new HashMap<>();
        if (type instanceof ParameterizedType parameterized) {
            TypeVariable<?>[] parameters = raw.getTypeParameters();
            for (int i = 0; i < parameters.length; i++) {
                Type argument = parameterized.getActualTypeArguments()[i];
                arguments.put(parameters[i], known.getOrDefault(argument, argument));
            }
        }
        if (raw == target) {
            Type argument = arguments.get(target.getTypeParameters()[index]);
            return argument instanceof Class<?> || argument instanceof ParameterizedType ? rawClass(argument) : null;
        }
        for (Type parent : parentsOf(raw)) {
            if (target.isAssignableFrom(rawClass(parent))) {
                return find(parent, arguments, target, index);
            }
        }
        return null;
    }

    private static List<Type> parentsOf(Class<?> type) {
        List<Type> parents = new ArrayList<>(List.of(type.getGenericInterfaces()));
        if (type.getGenericSuperclass() != null) {
            parents.add(0, type.getGenericSuperclass());
        }
        return parents;
    }

    private static Class<?> rawClass(Type type) {
        return (Class<?>) (type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type);
    }
}
