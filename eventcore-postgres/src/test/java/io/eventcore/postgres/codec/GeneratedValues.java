package io.eventcore.postgres.codec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes up values of generated classes. */
final class GeneratedValues {

    private static final int DEPTH = 6;

    private final Random random;

    GeneratedValues(long seed) {
        this.random = new Random(seed);
    }

    Object of(Class<?> type) {
        return make(type, Map.of(), 0);
    }

    private Object make(Type type, Map<TypeVariable<?>, Type> bound, int depth) {
        if (type instanceof TypeVariable<?> variable) {
            return make(bound.get(variable), Map.of(), depth);
        }
        if (type instanceof WildcardType wildcard) {
            return make(wildcard.getUpperBounds()[0], bound, depth);
        }
        if (type instanceof GenericArrayType array) {
            return arrayOf(array.getGenericComponentType(), bound, depth);
        }
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic, bound, depth);
        }
        Class<?> raw = (Class<?>) type;
        return raw.isArray() ? arrayOf(raw.getComponentType(), bound, depth) : ofClass(raw, Map.of(), depth);
    }

    private Object arrayOf(Type content, Map<TypeVariable<?>, Type> bound, int depth) {
        List<Object> values = some(content, bound, depth);
        Object array = Array.newInstance(rawOf(content), values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private static Class<?> rawOf(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    private List<Object> some(Type content, Map<TypeVariable<?>, Type> bound, int depth) {
        List<Object> values = new ArrayList<>();
        int size = depth >= DEPTH ? 0 : random.nextInt(3);
        for (int i = 0; i < size; i++) {
            values.add(make(content, bound, depth + 1));
        }
        return values;
    }

    private Object ofGeneric(ParameterizedType generic, Map<TypeVariable<?>, Type> bound, int depth) {
        Class<?> raw = (Class<?>) generic.getRawType();
        Type[] arguments = generic.getActualTypeArguments();
        if (raw == List.class) {
            return some(arguments[0], bound, depth);
        }
        if (raw == java.util.Set.class) {
            return new LinkedHashSet<>(some(arguments[0], bound, depth));
        }
        if (raw == Optional.class) {
            return some(arguments[0], bound, depth).stream().findFirst();
        }
        if (raw == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            some(arguments[0], bound, depth).forEach(key -> map.put(key, make(arguments[1], bound, depth + 1)));
            return map;
        }
        Map<TypeVariable<?>, Type> own = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            own.put(raw.getTypeParameters()[i], arguments[i]);
        }
        return ofClass(raw, own, depth);
    }

    private Object ofClass(Class<?> raw, Map<TypeVariable<?>, Type> bound, int depth) {
        if (!raw.getName().startsWith("generated.")) {
            return Leaves.of(raw, random);
        }
        try {
            if (raw.isEnum()) {
                return raw.getEnumConstants()[random.nextInt(2)];
            }
            if (raw.isInterface()) {
                List<Class<?>> classes = raw.isSealed()
                        ? List.of(raw.getPermittedSubclasses())
                        : Arrays.stream(raw.getAnnotation(JsonSubTypes.class).value())
                                .<Class<?>>map(JsonSubTypes.Type::value)
                                .toList();
                return ofClass(classes.get(random.nextInt(classes.size())), Map.of(), depth);
            }
            return object(raw, bound, depth);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("A generated class lacks what was generated.", e);
        }
    }

    private Object object(Class<?> raw, Map<TypeVariable<?>, Type> bound, int depth)
            throws ReflectiveOperationException {
        for (Method factory : raw.getDeclaredMethods()) {
            if (Modifier.isStatic(factory.getModifiers()) && factory.getName().equals("of")) {
                return factory.invoke(null, arguments(factory, bound, depth));
            }
        }
        Constructor<?> constructor = raw.getDeclaredConstructors()[0];
        Object made = constructor.newInstance(arguments(constructor, bound, depth));
        for (Method setter : raw.getDeclaredMethods()) {
            if (setter.getName().startsWith("set")) {
                setter.invoke(made, arguments(setter, bound, depth));
            }
        }
        return made;
    }

    private Object[] arguments(Executable called, Map<TypeVariable<?>, Type> bound, int depth) {
        return Arrays.stream(called.getGenericParameterTypes())
                .map(type -> make(type, bound, depth + 1))
                .toArray();
    }
}
