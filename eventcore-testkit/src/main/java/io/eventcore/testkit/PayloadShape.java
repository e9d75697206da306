package io.eventcore.testkit;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a payload's class looks like, in words: the components of a record in their order, the constants of an enum, the
 * alternatives of a sealed type, and so on through all of them. A class of another kind is its name.
 */
final class PayloadShape {

    private final Deque<Class<?>> within = new ArrayDeque<>();

    private PayloadShape() {}

    static String of(Class<?> payloadType) {
        return new PayloadShape().of(payloadType, Map.of());
    }

    /** A type that may name variables of the record whose component it is. */
    private String of(Type type, Map<TypeVariable<?>, String> known) {
        if (type instanceof Class<?> plain) {
            return ofClass(plain, Map.of());
        }
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic, known);
        }
        if (type instanceof TypeVariable<?> variable) {
            String bound = known.get(variable);
            return bound == null ? of(variable.getBounds()[0], known) : bound;
        }
        if (type instanceof WildcardType wildcard) {
            return of(wildcard.getUpperBounds()[0], known);
        }
        if (type instanceof GenericArrayType array) {
            return of(array.getGenericComponentType(), known) + "[]";
        }
        return type.getTypeName();
    }

    private String ofGeneric(ParameterizedType generic, Map<TypeVariable<?>, String> known) {
        Class<?> raw = (Class<?>) generic.getRawType();
        Type[] arguments = generic.getActualTypeArguments();
        if (!isLookedInto(raw)) {
            return raw.getName()
                    + Arrays.stream(arguments).map(each -> of(each, known)).collect(Collectors.joining(", ", "<", ">"));
        }
        Map<TypeVariable<?>, String> own = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            own.put(raw.getTypeParameters()[i], of(arguments[i], known));
        }
        return ofClass(raw, own);
    }

    private static boolean isLookedInto(Class<?> type) {
        return !type.getName().startsWith("java.") && (type.isRecord() || type.isEnum() || type.isSealed());
    }

    private String ofClass(Class<?> type, Map<TypeVariable<?>, String> known) {
        if (type.isArray()) {
            return of(type.getComponentType(), known) + "[]";
        }
        if (!isLookedInto(type)) {
            return type.getName();
        }
        if (within.contains(type)) {
            return "again " + type.getSimpleName();
        }
        within.push(type);
        try {
            return inside(type, known);
        } finally {
            within.pop();
        }
    }

    private String inside(Class<?> type, Map<TypeVariable<?>, String> known) {
        if (type.isRecord()) {
            return Arrays.stream(type.getRecordComponents())
                    .map(component -> component.getName() + ": " + ofComponent(component, known))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .sorted()
                    .collect(Collectors.joining(", ", "enum {", "}"));
        }
        return Arrays.stream(type.getPermittedSubclasses())
                .sorted(Comparator.comparing(Class::getName))
                .map(alternative -> alternative.getSimpleName() + " " + ofClass(alternative, Map.of()))
                .collect(Collectors.joining(" | ", "(", ")"));
    }

    private String ofComponent(RecordComponent component, Map<TypeVariable<?>, String> known) {
        return of(component.getGenericType(), known);
    }
}
