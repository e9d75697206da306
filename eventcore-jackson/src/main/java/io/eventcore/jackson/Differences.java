package io.eventcore.jackson;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;

/**
 * Where two values differ that {@code equals} does not call equal. Arrays, and classes without an {@code equals} of their own,
 * are compared by what they hold. What {@code equals} of a class tells apart although all that it holds is equal is a
 * difference: accessors may show something else than what there is. Used once.
 */
final class Differences {

    private final JsonMapper mapper;
    private final ConcurrentMap<Class<?>, StoredFields> fields;

    /** How many values were taken for the same that {@code equals} does not call equal. */
    private int excused;

    /** The class of which only {@code equals} knows a difference. */
    private @Nullable Class<?> untold;

    /** @param fields those that were looked up already; safe for use by many threads */
    Differences(JsonMapper mapper, ConcurrentMap<Class<?>, StoredFields> fields) {
        this.mapper = mapper;
        this.fields = fields;
    }

    /** The component that differs, or null if none does. */
    @Nullable String find(@Nullable Object written, @Nullable Object read) {
        return find(written, read, "");
    }

    /** The class of what differs, if what its accessors return does not. */
    @Nullable Class<?> untold() {
        return untold;
    }

    private @Nullable String find(@Nullable Object written, @Nullable Object read, String path) {
        if (written == null || read == null) {
            return written == read ? null : path;
        }
        if (written.equals(read)) {
            return null;
        }
        if (written.getClass().isArray() && read.getClass().isArray()) {
            return ofArrays(written, read, path + "[]");
        }
        if (written instanceof Optional<?> some && read instanceof Optional<?> other) {
            return find(some.orElse(null), other.orElse(null), path);
        }
        if (written instanceof Map<?, ?> some && read instanceof Map<?, ?> other) {
            return ofMaps(some, other, path + "{}");
        }
        if (written instanceof Collection<?> some && read instanceof Collection<?> other) {
            return ofCollections(some, other, path + "[]");
        }
        return written.getClass() == read.getClass() ? ofProperties(written, read, path) : path;
    }

    private @Nullable String ofArrays(Object written, Object read, String path) {
        int length = Array.getLength(written);
        if (length != Array.getLength(read)) {
            return path;
        }
        for (int i = 0; i < length; i++) {
            String different = find(Array.get(written, i), Array.get(read, i), path);
            if (different != null) {
                return different;
            }
        }
        excused++;
        return null;
    }

    private @Nullable String ofMaps(Map<?, ?> written, Map<?, ?> read, String path) {
        if (!written.keySet().equals(read.keySet())) {
            return path;
        }
        for (Map.Entry<?, ?> entry : written.entrySet()) {
            String different = find(entry.getValue(), read.get(entry.getKey()), path);
            if (different != null) {
                return different;
            }
        }
        excused++;
        return null;
    }

    private @Nullable String ofCollections(Collection<?> written, Collection<?> read, String path) {
        if (written.size() != read.size() || written instanceof Set != read instanceof Set) {
            return path;
        }
        if (written instanceof Set) {
            return ofSets(written, new ArrayList<>(read), path);
        }
        Iterator<?> others = read.iterator();
        for (Object each : written) {
            String different = find(each, others.next(), path);
            if (different != null) {
                return different;
            }
        }
        excused++;
        return null;
    }

    /** Elements without equality have no order that lasts: each needs one that is the same, wherever that is. */
    private @Nullable String ofSets(Collection<?> written, List<Object> read, String path) {
        for (Object each : written) {
            boolean found = false;
            for (Iterator<Object> others = read.iterator(); !found && others.hasNext(); ) {
                found = find(each, others.next(), path) == null;
                if (found) {
                    others.remove();
                }
            }
            if (!found) {
                return path;
            }
        }
        untold = null; // of pairs that were tried
        excused++;
        return null;
    }

    private @Nullable String ofProperties(Object written, Object read, String path) {
        SerializationContext context = mapper._serializationContext();
        ValueSerializer<Object> serializer = context.findValueSerializer(written.getClass());
        Iterator<PropertyWriter> properties = serializer.properties();
        if (!properties.hasNext()) {
            if (hasEquality(written.getClass()) || !sameJson(written, read)) {
                return path;
            }
            excused++;
            return null;
        }
        int before = excused;
        while (properties.hasNext()) {
            if (properties.next() instanceof BeanPropertyWriter property) {
                String different =
                        find(valueOf(property, written), valueOf(property, read), path + "." + property.getName());
                if (different != null) {
                    return different;
                }
            }
        }
        return ofFields(written, read, path, before);
    }

    /** Accessors may return something else than what is compared by {@code equals}, and are asked for nothing ignored. */
    private @Nullable String ofFields(Object written, Object read, String path, int excusedBefore) {
        StoredFields stored = fields.computeIfAbsent(written.getClass(), type -> StoredFields.of(type, mapper));
        for (Map.Entry<String, Field> field : stored.fields().entrySet()) {
            String within = path + "." + field.getKey();
            String different = find(valueOf(field.getValue(), written), valueOf(field.getValue(), read), within);
            if (different != null) {
                untold = untold == null ? written.getClass() : untold;
                return different;
            }
        }
        if (hasEquality(written.getClass()) && excused == excusedBefore && !stored.leavesOut()) {
            untold = written.getClass();
            return path;
        }
        excused++;
        return null;
    }

    private static @Nullable Object valueOf(Field field, Object bean) {
        try {
            return field.get(bean);
        } catch (IllegalAccessException e) { // it was made accessible
            throw new IllegalStateException("A field cannot be read.", e);
        }
    }

    private static @Nullable Object valueOf(BeanPropertyWriter property, Object bean) {
        try {
            return property.get(bean);
        } catch (Exception e) { // it was called while writing, and did not fail
            throw new IllegalStateException("A component can be read once only.", Unquoted.of(e));
        }
    }

    private static boolean hasEquality(Class<?> type) {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError("Every class has it.", e);
        }
    }

    private boolean sameJson(Object written, Object read) {
        try {
            return mapper.writeValueAsString(written).equals(mapper.writeValueAsString(read));
        } catch (JacksonException e) {
            return false;
        }
    }
}
