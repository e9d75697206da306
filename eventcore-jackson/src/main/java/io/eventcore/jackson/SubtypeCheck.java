package io.eventcore.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;

/** Checks the classes that a value may have whose JSON says which of them it is. */
final class SubtypeCheck {

    private final TypeCheck types;
    private final DeserializationContext reading;

    SubtypeCheck(TypeCheck types, DeserializationContext reading) {
        this.types = types;
        this.reading = reading;
    }

    void check(TypeCheck.Value value, TypeDeserializer typing, int depth) {
        Map<Class<?>, @Nullable String> classes = concreteClassesOf(value);
        JsonTypeInfo.Id mechanism = typing.getTypeIdResolver() == null
                ? JsonTypeInfo.Id.CUSTOM
                : typing.getTypeIdResolver().getMechanism();
        boolean listed = mechanism == JsonTypeInfo.Id.NAME
                || mechanism == JsonTypeInfo.Id.SIMPLE_NAME
                || mechanism == JsonTypeInfo.Id.DEDUCTION;
        if (classes.isEmpty() && listed) {
            types.refuse(value, ProblemTexts.noSubtypes(value.type().getRawClass()));
        }
        classes.forEach((type, name) -> {
            if (mechanism == JsonTypeInfo.Id.NAME) {
                refuseUnlessNamed(value, typing, type, name);
            }
            JavaType special = type == value.type().getRawClass()
                    ? value.type()
                    : reading.constructSpecializedType(value.type(), type);
            types.check(new TypeCheck.Value(value.path(), special, null), null, null, null, depth + 1);
        });
    }

    private Map<Class<?>, @Nullable String> concreteClassesOf(TypeCheck.Value value) {
        AnnotatedMember member = value.member();
        AnnotatedClass annotated = reading.introspectClassAnnotations(value.type());
        Collection<NamedType> found = member == null
                ? reading.getConfig()
                        .getSubtypeResolver()
                        .collectAndResolveSubtypesByClass(reading.getConfig(), annotated)
                : reading.getConfig()
                        .getSubtypeResolver()
                        .collectAndResolveSubtypesByClass(reading.getConfig(), member, value.type());
        Map<Class<?>, @Nullable String> concrete = new LinkedHashMap<>();
        for (NamedType each : found) {
            if (!Modifier.isAbstract(each.getType().getModifiers())) {
                concrete.put(each.getType(), each.getName());
            }
        }
        return concrete;
    }

    private void refuseUnlessNamed(
            TypeCheck.Value value, TypeDeserializer typing, Class<?> type, @Nullable String name) {
        String written = name == null ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : name;
        JavaType read = typing.getTypeIdResolver().typeFromId(reading, written);
        if (read == null || read.getRawClass() != type) {
            types.refuse(value, ProblemTexts.ambiguousName(type, written));
        }
    }
}
