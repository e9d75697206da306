package io.eventcore.jackson;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.ClassUtil;

/** The fields of a class: what an object of it consists of, and what of that need not be stored. */
final class StoredFields {

    /** Those to be stored, which can be looked into. */
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private boolean leavesOut;

    private StoredFields() {}

    static StoredFields of(Class<?> type, JsonMapper mapper) {
        StoredFields stored = new StoredFields();
        Set<String> ignored = ignored(type, mapper);
        for (Class<?> at = type; at != null && !ProblemTexts.isOfTheJdk(at); at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                stored.add(field, ignored.contains(field.getName()));
            }
        }
        return stored;
    }

    private static Set<String> ignored(Class<?> type, JsonMapper mapper) {
        DeserializationContext reading = mapper._deserializationContext();
        DeserializationConfig config = reading.getConfig();
        JavaType javaType = mapper.constructType(type);
        AnnotatedClass annotated = reading.introspectClassAnnotations(javaType);
        Set<String> ignored =
                new HashSet<>(reading.introspectBeanDescription(javaType).getIgnoredPropertyNames());
        ignored.addAll(config.getDefaultPropertyIgnorals(type, annotated).findIgnoredForDeserialization());
        return ignored;
    }

    private void add(Field field, boolean ignored) {
        int modifiers = field.getModifiers();
        if (Modifier.isStatic(modifiers) || field.isSynthetic()) {
            return;
        }
        if (ignored
                || Modifier.isTransient(modifiers)
                || field.isAnnotationPresent(JsonIgnore.class)
                || field.isAnnotationPresent(JsonBackReference.class)) {
            leavesOut = true;
            return;
        }
        try {
            // Made accessible by Jackson's code, for it is Jackson to which a package of events is open.
            ClassUtil.checkAndFixAccess(field, true);
        } catch (RuntimeException e) {
            return; // its accessor has to do
        }
        fields.putIfAbsent(field.getName(), field);
    }

    Map<String, Field> fields() {
        return fields;
    }

    /** Whether there is a field that the application has said need not be stored. */
    boolean leavesOut() {
        return leavesOut;
    }
}
