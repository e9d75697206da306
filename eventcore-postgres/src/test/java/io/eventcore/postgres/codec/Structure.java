package io.eventcore.postgres.codec;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a value consists of, as lists, sets, maps and values of the JDK: these have an equality, arrays and beans have none. */
final class Structure {

    private Structure() {}

    static Object of(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Structure::of);
        }
        if (value instanceof Set<?> set) {
            return set.stream().map(Structure::of).collect(Collectors.groupingBy(each -> each, Collectors.counting()));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Structure::of).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> parts = new HashMap<>();
            map.forEach((key, each) -> parts.put(key, of(each)));
            return parts;
        }
        if (value.getClass().isArray()) {
            List<Object> parts = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                parts.add(of(Array.get(value, i)));
            }
            return parts;
        }
        boolean made = value.getClass().getName().startsWith("generated.") && !(value instanceof Enum<?>);
        return made ? ofFields(value) : value;
    }

    private static List<Object> ofFields(Object value) {
        List<Object> parts = new ArrayList<>(List.of(value.getClass()));
        for (Field field : value.getClass().getDeclaredFields()) {
            try {
                field.setAccessible(true);
                parts.add(of(field.get(value)));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        return parts;
    }
}
